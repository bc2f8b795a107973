import { Transform } from 'class-transformer';
import { isEmail, ValidateBy, type ValidationOptions } from 'class-validator';

/** Something that can be seen: neither space nor control, mark or format character. */
const visible = /[^\s\p{C}\p{Z}\p{M}]/u;

/** Whether PostgreSQL can store a text: it takes neither U+0000 nor half of a character. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Cs}/u.test(text);
}

/** Line breaks, control characters, and what shows letters in another order than they stand. */
const breaking = /[\p{Cc}\p{Zl}\p{Zp}\u202d\u202e]/u;

/**
 * One line of so many characters, counted in code points as PostgreSQL's `length()` counts them: the usual validators
 * leave some out, and what they let through the table would refuse. One that must not be empty must not be blank either.
 */
export function Text(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  const whyNot = (text: string) => (breaking.test(text) ? 'one line, without control characters' : undefined);
  return textOf(min, max, whyNot, options);
}

/** The same of several lines. */
export function Prose(min: number, max: number): PropertyDecorator {
  const lines = /[\n\r\t]/g;
  return textOf(min, max, (text) =>
    breaking.test(text.replace(lines, ' ')) ? 'text without control characters' : undefined,
  );
}

function textOf(
  min: number,
  max: number,
  whyNot: (text: string) => string | undefined,
  options?: ValidationOptions,
): PropertyDecorator {
  const range = min === 0 ? `at most ${max} characters` : `${min} to ${max} characters`;
  const expected = (value: unknown): string | undefined => {
    if (typeof value !== 'string') return range;
    if (!isStorable(value)) return `${range}, without U+0000 and halves of characters`;
    const length = [...value].length;
    if (length < min || length > max) return range;
    return min > 0 && !visible.test(value) ? `${range}, not all of them blank` : whyNot(value);
  };
  return ValidateBy(
    {
      name: 'text',
      validator: {
        validate: (value: unknown) => expected(value) === undefined,
        defaultMessage: (given) => expected(given?.value) ?? range,
      },
    },
    options,
  );
}

/** An e-mail address that can be stored: the usual validator lets half a character pass, and counts some as none. */
export function Email(): PropertyDecorator {
  return ValidateBy({
    name: 'email',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && isStorable(value) && [...value].length <= 254 && isEmail(value),
      defaultMessage: () => 'an e-mail address such as name@school.sch.uk, at most 254 characters',
    },
  });
}

/** Takes text without the spaces around it, as it is pasted. */
export function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}
