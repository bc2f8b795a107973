import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { keyGrants, signedInGrants } from './grants.js';
import { ApiKeyStatus } from './api-key.graphql.js';
import { isWhole, makeKey, statusOf } from './api-key.rules.js';
import { BrokerViewer } from './viewer.js';

const bytes = (fill: number) => Buffer.alloc(38, fill);

describe('a key', () => {
  it('is its prefix, its public id, its secret and its checksum, in letters and digits', () => {
    const { text, publicId, hash } = makeKey(bytes(7));
    expect(text).toMatch(/^fh_live_[0-9A-Za-z]{57}$/);
    expect(text.slice(8, 16)).toBe(publicId);
    expect(hash).toEqual(createHash('sha256').update(text).digest());
  });

  it('is another for each bit of chance', () => {
    const base = randomBytes(38);
    const texts = new Set([makeKey(base).text]);
    for (let bit = 0; bit < 38 * 8; bit += 1) {
      const other = Buffer.from(base);
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      texts.add(makeKey(other).text);
    }
    // Of the 48 bits behind the public id it holds a little less; of the secret, every one.
    expect(texts.size).toBeGreaterThan(38 * 8 - 1);
  });

  it('is whole as it was made, and with any one character changed, or cut, or doubled, it is not', () => {
    const { text } = makeKey(bytes(200));
    expect(isWhole(text)).toBe(true);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'09AZaz_-'), (at, sign) => {
        const changed = `${text.slice(0, at)}${sign}${text.slice(at + 1)}`;
        expect(isWhole(changed)).toBe(changed === text);
        expect(isWhole(text.slice(0, at))).toBe(false);
        expect(isWhole(`${text.slice(0, at)}${text[at]}${text.slice(at)}`)).toBe(false);
      }),
    );
  });

  it.each([
    [null, null, ApiKeyStatus.LIVE],
    [null, 60, ApiKeyStatus.LIVE],
    [null, 0, ApiKeyStatus.EXPIRED],
    [null, -60, ApiKeyStatus.EXPIRED],
    [-60, 60, ApiKeyStatus.REVOKED],
    [-60, -90, ApiKeyStatus.REVOKED],
  ])('revoked %j and expiring %j seconds from now is %s', (revoked, expires, status) => {
    const now = new Date('2026-11-24T12:00:00Z');
    const at = (seconds: number | null) => (seconds === null ? null : new Date(+now + seconds * 1000));
    expect(statusOf({ revokedAt: at(revoked), expiresAt: at(expires) }, now)).toBe(status);
  });
});

describe('whoever asks through a key', () => {
  it('may do what its scopes name and nothing else', () => {
    const viewer = new BrokerViewer('broker_1', 'key_1', ['request:browse']);
    expect(viewer.granted).toEqual(['request:browse']);
    for (const permission of [
      ...signedInGrants,
      'offer:write',
      'membership:decide',
      'api_key:write',
    ] as const)
      expect([permission, viewer.can(permission)]).toEqual([permission, false]);
  });

  it('says whether another key would help', () => {
    const viewer = new BrokerViewer('broker_1', 'key_1', []);
    expect(viewer.whyNot('request:browse')).toMatch(/^This key has no scope .*issue another\.$/);
    expect(viewer.whyNot('offer:write')).toMatch(/^No key can do this \(offer:write\)/);
  });

  it('is no person, whatever asks for one', () => {
    const viewer = new BrokerViewer('broker_1', 'key_1', [...keyGrants]);
    expect(viewer.actorId).toBe('broker_1');
    expect(() => viewer.personId).toThrow(/for a person who has signed in/);
    expect([viewer.isOperator, viewer.roles, viewer.sessionId]).toEqual([false, [], '']);
  });

  it('is offered no scope that concerns an account, a session, a membership or the keys themselves', () => {
    expect(keyGrants.filter((scope) => /^(account|session|membership|api_key|broker):/.test(scope))).toEqual(
      [],
    );
  });
});
