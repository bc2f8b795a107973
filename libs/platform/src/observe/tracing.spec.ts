import { statementName } from './tracing.js';

describe('the name of a statement', () => {
  it.each([
    [`SELECT "offer"."id" FROM "offer" WHERE title = 'Ada'`, 'SELECT offer'],
    ['  WITH x AS (SELECT 1 FROM person) SELECT', 'WITH person'],
    [`INSERT INTO change (noun) VALUES ('x')`, 'INSERT change'],
    ['START TRANSACTION', 'START'],
    ['', 'STATEMENT'],
  ])('%s', (text, name) => {
    expect(statementName(text)).toBe(name);
    expect(statementName({ text })).toBe(name);
  });
});
