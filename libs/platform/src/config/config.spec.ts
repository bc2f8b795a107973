import { readFileSync } from 'node:fs';
import { Config } from './config.js';
import { readConfig, unknownVariables, variables } from './read-config.js';

const source = readFileSync('libs/platform/src/config/config.ts', 'utf8');

/** A row for each setting: what the code says of it, and its usual value. */
function table(): string[] {
  const said = [...source.matchAll(/\/\*\*\s+(?:\* )?`([A-Z_]+)`: (.+?)\s\*\//gs)].map(
    ([, name = '', text = '']) => [name, text.replace(/\s*\n\s*\* /g, ' ').trim()],
  );
  const usual = new Config() as unknown as Record<string, unknown>;
  return Object.entries(variables).map(([field, variable]) => {
    const text = said.find(([name]) => name === variable)?.[1] ?? 'NOTHING IS SAID OF IT';
    return `| \`${variable}\` | ${usual[field] === undefined ? '' : `\`${String(usual[field])}\``} | ${text} |`;
  });
}

describe('docs/configuration.md', () => {
  it('says of every setting what the code says, and names no other', () => {
    const rows = readFileSync('docs/configuration.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.replace(/\s+\|/g, ' |').replace(/\|\s+/g, '| '));
    const expected = table().map((line) => line.replace(/\s+\|/g, ' |').replace(/\|\s+/g, '| '));
    expect(rows.sort()).toEqual(expected.sort());
    expect(rows.join('\n')).not.toContain('NOTHING IS SAID');
  });
});

describe('the configuration', () => {
  it('names each wrong variable, and no secret', () => {
    expect(() => readConfig({ PORT: 'x', TOKEN_SECRET: 'short', METRICS_PORT: '70000' })).toThrow(
      /PORT.*TOKEN_SECRET: .*METRICS_PORT.*70000/,
    );
    expect(() => readConfig({ TOKEN_SECRET: 'short' })).not.toThrow(/: short/);
  });

  it.each([
    [{ TOKEN_MINUTES: '0' }, 'TOKEN_MINUTES: must not be less than 1 (came: 0)'],
    [{ TRUST_PROXY: 'x' }, 'TRUST_PROXY: must be an integer number (came: x)'],
    [{ METRICS_PORT: 'abc' }, 'METRICS_PORT: must be an integer number (came: abc)'],
    [{ JOBS: 'never' }, 'JOBS: must be one of the following values: in_process, off (came: never)'],
  ])('%j: says what was typed, of the variable that was typed', (env, line) => {
    expect(() => readConfig(env)).toThrow(`Configuration: ${line}`);
  });

  it('warns of variables that look like ours and are none', () => {
    expect(unknownVariables({ FIRSTHAND_DATADIR: 'x', FIRSTHAND_DATA_DIR: 'y', HOME: '/' })).toEqual([
      expect.stringMatching(/^FIRSTHAND_DATADIR is set, and nothing reads it/),
    ]);
  });
});

const mail = {
  SMTP_URL: 'smtps://postman:CANARY@mail.example.org:465',
  MAIL_FROM: 'Firsthand <firsthand@example.org>',
  PUBLIC_URL: 'https://firsthand.example.org/school',
};

describe('the configuration of mail', () => {
  it('is taken as a whole, or left out', () => {
    expect(readConfig(mail)).toMatchObject({ smtpUrl: mail.SMTP_URL, publicUrl: mail.PUBLIC_URL });
    expect(readConfig({ MAIL_FROM: 'post@example.org' }).mailFrom).toBe('post@example.org');
    expect(readConfig({}).smtpUrl).toBeUndefined();
  });

  it.each([
    [{ SMTP_URL: 'http://mail.example.org' }, /SMTP_URL must begin with smtp:\/\/ or smtps:\/\//],
    [{ SMTP_URL: 'smtp://' }, /SMTP_URL: .* and name a host/],
    [{ MAIL_FROM: undefined }, /MAIL_FROM: must be an address, .* \(came: nothing\)/],
    [{ MAIL_FROM: 'Firsthand' }, /MAIL_FROM: must be an address, .* \(came: Firsthand\)/],
    [{ PUBLIC_URL: undefined }, /PUBLIC_URL: must be the address that people open, .* \(came: nothing\)/],
    [{ PUBLIC_URL: 'firsthand.example.org' }, /PUBLIC_URL: must be the address that people open/],
    [
      { PUBLIC_URL: 'https://firsthand.example.org/?x=1' },
      /PUBLIC_URL: must be the address that people open/,
    ],
  ])('%j is refused, in words, and its password is not repeated', (wrong, message) => {
    expect(() => readConfig({ ...mail, ...wrong })).toThrow(message);
    expect(() => readConfig({ ...mail, ...wrong })).not.toThrow(/CANARY/);
    expect(() => readConfig({ ...mail, SMTP_URL: `x${mail.SMTP_URL}` })).not.toThrow(/CANARY/);
  });
});
