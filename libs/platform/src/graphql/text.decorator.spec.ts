import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { isStorable, Prose, Text } from './text.decorator.js';

class Given {
  @Text(1, 20)
  title?: unknown;

  @Prose(0, 5)
  notes: unknown = '';
}

/** What is expected instead of a title or of notes; nothing where they are right. */
function expected(given: Partial<Given>): string[] {
  return validateSync(Object.assign(new Given(), { title: 'x' }, given)).flatMap(({ constraints }) =>
    Object.values(constraints ?? {}),
  );
}

describe('text', () => {
  it.each([
    ['one letter', 'x'],
    ['as many letters as may be', 'x'.repeat(20)],
    ['as many emoji, of two units each', '🧪'.repeat(20)],
    ['Arabic with marks of direction', '\u202bمهندسون\u202c'],
    ['a digit alone', '9'],
    ['spaces round a letter', '  x  '],
  ])('may be %s', (_what, title) => {
    expect(expected({ title })).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['one character too long', 'x'.repeat(21)],
    // PostgreSQL counts the variation selector; class-validator's own length does not.
    ['too long by a variation selector', `${'x'.repeat(20)}\ufe0f`],
    ['a number', 7],
    ['a list', ['x']],
    ['absent', undefined],
  ])('may not be %s', (_what, title) => {
    expect(expected({ title })).toEqual(['1 to 20 characters']);
  });

  it.each(['x\ud83e', 'x\u0000'])('may not be what cannot be stored: %j', (title) => {
    expect(expected({ title })).toEqual(['1 to 20 characters, without U+0000 and halves of characters']);
  });

  it.each(['a\nb', 'a\tb', 'a\u2028b', 'a\u202eb', 'a\u0007b'])('is one line: %j', (title) => {
    expect(expected({ title })).toEqual(['one line, without control characters']);
  });

  it('is several lines where it is prose, still without control characters', () => {
    expect(expected({ notes: 'a\r\n\tb' })).toEqual([]);
    expect(expected({ notes: 'a\u0007b' })).toEqual(['text without control characters']);
  });

  it.each([['   '], ['\t\n'], ['\u00a0\u2003'], ['\u200b\u200b'], ['\u202e'], ['\ufe0f']])(
    'may not be blank: %j',
    (title) => {
      expect(expected({ title })).toEqual(['1 to 20 characters, not all of them blank']);
    },
  );

  it('may be empty or blank where nothing needs to be said', () => {
    expect(expected({ notes: '' })).toEqual([]);
    expect(expected({ notes: '  ' })).toEqual([]);
    expect(expected({ notes: 'x'.repeat(6) })).toEqual(['at most 5 characters']);
  });

  it('is counted in code points, whatever it is', () => {
    const visible = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => `x${text}`);
    fc.assert(
      fc.property(visible, (title) => {
        const long = [...title].length > 20;
        expect(expected({ title }).includes('1 to 20 characters')).toBe(long && isStorable(title));
      }),
    );
  });
});
