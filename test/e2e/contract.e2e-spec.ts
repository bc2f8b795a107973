import { readFileSync } from 'node:fs';
import { startTestApp, type TestApp } from '../support/app.js';

describe('the contract on a running server', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await startTestApp({ PLAYGROUND: 'false' });
  });
  afterAll(() => world?.stop());

  it('is the committed one, byte for byte, for everybody, and may be kept', async () => {
    const answer = await fetch(`${world.url}/schema.graphql`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await answer.text()).toBe(readFileSync('apps/api/schema.graphql', 'utf8'));

    const tag = answer.headers.get('etag') ?? '';
    const again = await fetch(`${world.url}/schema.graphql`, { headers: { 'if-none-match': tag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await fetch(`${world.url}/schema.graphql`, { headers: { 'if-none-match': '"old"' } });
    expect(other.status).toBe(200);
  });
});
