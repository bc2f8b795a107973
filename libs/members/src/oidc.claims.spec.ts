import { isUnverified, readClaims } from './oidc.claims.js';

const read = (raw: Record<string, unknown>) =>
  readClaims('https://issuer.example', 'sub-1', { email: 'ada@school.example', ...raw });

describe('what a provider says of somebody', () => {
  it.each([
    [{ urn: '100049', name: 'A school' }, 100049],
    [{ urn: 100049 }, 100049],
    ['{"urn":"100049"}', 100049],
    [{ urn: null }, null],
    [{ urn: '' }, null],
    [{ urn: '1e5' }, null],
    [{ urn: '100049; DROP' }, null],
    [{ urn: ['100049', '100050'] }, null],
    ['nonsense', null],
    [null, null],
    [undefined, null],
    [7, null],
  ])('with the organisation %j is of the school %j', (organisation, urn) => {
    expect(read({ organisation })?.urn).toBe(urn);
  });

  it.each([
    [{ name: 'Ada King' }, 'Ada King'],
    [{ given_name: 'Ada', family_name: 'King' }, 'Ada King'],
    [{ name: ' ', given_name: 'Ada' }, 'Ada'],
    [{ name: 'Ada\nKing\u202e' }, 'Ada King'],
    [{ name: 'x'.repeat(300) }, 'x'.repeat(200)],
    [{ name: 7 }, 'ada@school.example'],
  ])('with the names %j is called %j', (names, name) => {
    expect(read(names)?.name).toBe(name);
  });

  it.each([undefined, '', 'ada', 7, 'a\u0000@school.example'])('is nobody with the address %j', (email) => {
    expect(readClaims('https://issuer.example', 'sub-1', { email })).toBeUndefined();
  });

  it.each([
    [false, true],
    ['false', true],
    [true, false],
    [undefined, false],
    [null, false],
  ])('with the address verified %j leaves it to be shown: %j', (email_verified, unverified) => {
    expect(isUnverified({ email_verified })).toBe(unverified);
  });
});
