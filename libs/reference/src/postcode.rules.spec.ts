import fc from 'fast-check';
import { isPostcodeProblem, packInward, parsePostcode, unpackInward } from './postcode.rules.js';

const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const digit = fc.constantFrom(...'0123456789');
const inward = fc.tuple(digit, letter, letter).map((parts) => parts.join(''));

describe('A postcode as people type it', () => {
  it.each([
    ['ec2y5aa', 'EC2Y 5AA'],
    ['EC2Y 5AA', 'EC2Y 5AA'],
    ['  m1\t1 ae ', 'M1 1AE'],
    ['B33 8TH', 'B33 8TH'],
    ['cr26xh', 'CR2 6XH'],
    ['DN551PT', 'DN55 1PT'],
    ['w1a\u00a01hq', 'W1A 1HQ'],
    ['NPT 0VA', 'NPT 0VA'],
  ])('%j is %s', (text, postcode) => {
    expect(parsePostcode(text)).toMatchObject({ postcode });
  });

  it.each([
    '',
    ' ',
    'EC2Y',
    'EC2Y 5A',
    '5AA',
    '12345',
    'EC2Y 5AAA',
    'ECXY 5AA',
    'EC2Y-5AA',
    'É1 1AA',
    'A'.repeat(10_000),
  ])('%j is malformed', (text) => {
    expect(parsePostcode(text)).toMatchObject({ reason: 'malformed' });
  });

  it('says where a letter O stands for a zero', () => {
    const answer = parsePostcode('M1 OAA');
    expect(isPostcodeProblem(answer) && answer.message).toContain('"M1 0AA"');
  });

  it('never shows more than a little of what came', () => {
    const answer = parsePostcode(`x${'y'.repeat(5000)}`);
    expect(isPostcodeProblem(answer) && answer.message.length).toBeLessThan(150);
  });
});

describe('A packed inward code', () => {
  it('is unpacked to the same text', () => {
    fc.assert(fc.property(inward, (text) => unpackInward(packInward(text)) === text));
  });

  it('sorts as the text does', () => {
    fc.assert(fc.property(inward, inward, (a, b) => a < b === packInward(a) < packInward(b)));
  });
});
