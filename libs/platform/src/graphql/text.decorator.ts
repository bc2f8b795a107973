import { isEmail, ValidateBy } from 'class-validator';

/** Something that can be seen: neither space nor control, mark or format character. */
const visible = /[^\s\p{C}\p{Z}\p{M}]/u;

/** Whether PostgreSQL can store a text: it takes neither U+0000 nor half of a character. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Cs}/u.test(text);
}

/**
 * Text of so many characters, counted in code points as PostgreSQL's `length()` counts them: the usual validators leave
 * some out, and what they let through the table would refuse. Text that must not be empty must not be blank either.
 */
export function Text(min: number, max: number): PropertyDecorator {
  const range = min === 0 ? `at most ${max} characters` : `${min} to ${max} characters`;
  const fits = (value: unknown): value is string =>
    typeof value === 'string' && isStorable(value) && [...value].length >= min && [...value].length <= max;
  return ValidateBy({
    name: 'text',
    validator: {
      validate: (value: unknown) => fits(value) && (min === 0 || visible.test(value)),
      defaultMessage: (given) => (fits(given?.value) ? `${range}, not all of them blank` : range),
    },
  });
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
