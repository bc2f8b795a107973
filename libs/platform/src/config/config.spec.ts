import { readFileSync } from 'node:fs';
import { Config, readConfig, unknownVariables, variables } from './config.js';

const source = readFileSync('libs/platform/src/config/config.ts', 'utf8');

/** A row for each setting: what the code says of it, and its usual value. */
function table(): string[] {
  const said = [...source.matchAll(/\/\*\* `([A-Z_]+)`: ([^*]+?) \*\//g)].map(([, name = '', text = '']) => [
    name,
    text,
  ]);
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

  it('warns of variables that look like ours and are none', () => {
    expect(unknownVariables({ FIRSTHAND_DATADIR: 'x', FIRSTHAND_DATA_DIR: 'y', HOME: '/' })).toEqual([
      expect.stringMatching(/^FIRSTHAND_DATADIR is set, and nothing reads it/),
    ]);
  });
});
