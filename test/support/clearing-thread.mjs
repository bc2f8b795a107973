import { register } from 'node:module';

// What the thread of a clearing runs in the stories: its TypeScript as it stands, with nothing built.
register('./embedded-loader.mjs', import.meta.url);
await import('../../libs/introductions/src/clearing.thread.ts');
