import { register } from 'node:module';

// What the thread of a clearing runs in the stories: its TypeScript as it stands, with nothing built.
register('./embedded-loader.mjs', import.meta.url);
await import(new URL('../../libs/introductions/src/clearing.thread.ts', import.meta.url).href);
