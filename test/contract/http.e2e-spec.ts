import { serverAudits } from 'graphql-http';
import { startTestApp, type TestApp } from '../support/app.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world.stop());

describe('GraphQL over HTTP', () => {
  it('is spoken as its audits ask, but for questions in an address', async () => {
    const audits = serverAudits({ url: () => `${world.url}/graphql` });
    const failed: string[] = [];
    for (const audit of audits) {
      const { status } = await audit.fn();
      if (status !== 'ok') failed.push(`${status}: ${audit.name}`);
    }
    expect(audits).toHaveLength(61);
    // A GET that a page elsewhere can send without asking first is refused: it could be forged. All three are a MAY.
    expect(failed).toEqual([
      'notice: MAY accept application/x-www-form-urlencoded formatted GET requests',
      'notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
      'notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
    ]);
  });
});
