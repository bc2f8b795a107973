import type { Place } from '#platform';

/** A well-formed postcode, taken apart. Well-formed does not mean that it exists. */
export interface PostcodeText {
  /** As it is written on an envelope, capitals and one space: `EC2Y 5AA`. */
  postcode: string;
  /** The part before the space, which names the post town's district: `EC2Y`. */
  outward: string;
  /** The three characters after the space: `5AA`. */
  inward: string;
}

/** A postcode that the register knows, and where it is. */
export interface PostcodePlace {
  /** As it is written on an envelope: `EC2Y 5AA`. */
  postcode: string;
  /** The mean of its addresses on the National Grid, in whole metres, about 5 m exact. */
  place: Place;
}

/** Why a text gives no place: it is not a postcode at all, or it is one that the register does not hold. */
export interface PostcodeProblem {
  reason: 'malformed' | 'unknown';
  /** What was expected and what came, in one sentence for the person who typed it. */
  message: string;
}

/** The seven shapes of an outward code; NPT (Newport) and GIR are the two historic exceptions. */
const OUTWARD = /^(?:[A-Z]{1,2}[0-9][0-9A-Z]?|NPT|GIR)$/;
const INWARD = /^[0-9][A-Z]{2}$/;
const A = 'A'.charCodeAt(0);

const shown = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}…` : text);

/**
 * Reads a postcode however it is typed (`ec2y5aa`, ` EC2Y  5AA `) and writes it the one right way, or says why
 * the text cannot be one.
 */
export function parsePostcode(text: string): PostcodeText | PostcodeProblem {
  const squeezed = text.length > 64 ? '' : text.replace(/\s+/g, '').toUpperCase();
  const outward = squeezed.slice(0, -3);
  const inward = squeezed.slice(-3);
  if (OUTWARD.test(outward) && INWARD.test(inward))
    return { postcode: `${outward} ${inward}`, outward, inward };
  const letterForDigit = OUTWARD.test(outward) && inward.startsWith('O');
  const hint = letterForDigit
    ? ` Perhaps the letter O stands where the digit 0 belongs: "${outward} 0${inward.slice(1)}".`
    : '';
  return {
    reason: 'malformed',
    message: `Expected a postcode of Great Britain such as "EC2Y 5AA"; "${shown(text)}" does not have that form.${hint}`,
  };
}

/** Whether an answer is a problem rather than a postcode. */
export function isPostcodeProblem<T extends object>(answer: T | PostcodeProblem): answer is PostcodeProblem {
  return 'reason' in answer;
}

/** The problem of a well-formed postcode that the register does not hold. */
export function unknownPostcode(postcode: string): PostcodeProblem {
  return {
    reason: 'unknown',
    message: `"${postcode}" has the form of a postcode, but the register of Great Britain holds no place for it.`,
  };
}

/** An inward code as a number 0–6759 that sorts as the text does: digit, letter, letter in base 10, 26, 26. */
export function packInward(inward: string): number {
  return (Number(inward[0]) * 26 + inward.charCodeAt(1) - A) * 26 + inward.charCodeAt(2) - A;
}

/** The inward code of a packed number; the inverse of {@link packInward}. */
export function unpackInward(packed: number): string {
  const letters = packed % 676;
  return `${Math.floor(packed / 676)}${String.fromCharCode(A + Math.floor(letters / 26), A + (letters % 26))}`;
}
