import type { FieldFault, LocalDate } from '#platform';
import { type AcademicYear, firstDayOf, lastDayOf, type Span } from '#statutes';
import type { DeclareCalendarInput } from './calendar.input.js';
import { faultsOfAcademicYear, inSchoolTerms } from './group.rules.js';

/** What no state of the world would make right in a declared calendar. */
export function faultsOfCalendar(input: DeclareCalendarInput, today: LocalDate): FieldFault[] {
  const { academicYear, terms, exams, insetDays, openDays } = input;
  return [
    ...faultsOfWhose(input),
    ...faultsOfAcademicYear(academicYear, today),
    ...faultsOfSpans(terms ?? [], 'terms', academicYear),
    ...faultsOfOrder(terms ?? []),
    ...faultsOfSpans(exams ?? [], 'exams', academicYear),
    ...faultsOfDays(insetDays, 'insetDays', academicYear),
    ...faultsOfDays(openDays, 'openDays', academicYear),
    ...openDays.flatMap((day, index) =>
      insetDays.includes(day)
        ? [{ path: `input.openDays[${index}]`, expected: 'a day that is not an inset day too', got: day }]
        : [],
    ),
  ];
}

function faultsOfWhose({ schoolId, localAuthority, ...said }: DeclareCalendarInput): FieldFault[] {
  if (Boolean(schoolId) === Boolean(localAuthority)) {
    const got = schoolId ? 'both' : 'neither';
    return [{ path: 'input.schoolId', expected: 'either a school or a local authority', got }];
  }
  if (schoolId) return [];
  const faults: FieldFault[] = [];
  for (const name of ['insetDays', 'openDays', 'exams'] as const) {
    const count = said[name]?.length ?? 0;
    const expected = 'nothing, as an authority declares terms alone';
    if (count > 0) faults.push({ path: `input.${name}`, expected, got: String(count) });
  }
  if (!said.terms)
    faults.push({ path: 'input.terms', expected: 'the terms of the authority', got: 'nothing' });
  return faults;
}

function faultsOfSpans(spans: readonly Span[], name: string, year: AcademicYear): FieldFault[] {
  return spans.flatMap(({ from, to }, index) => {
    const path = `input.${name}[${index}]`;
    const faults = [...faultsOfDay(from, `${path}.from`, year), ...faultsOfDay(to, `${path}.to`, year)];
    if (to >= from) return faults;
    return [...faults, { path: `${path}.to`, expected: `a day from ${from}, the first day, on`, got: to }];
  });
}

function faultsOfOrder(terms: readonly Span[]): FieldFault[] {
  return terms.flatMap(({ from }, index) => {
    const before = terms[index - 1];
    if (!before || from > before.to) return [];
    const expected = `a day after ${before.to}, the last day of the term before`;
    return [{ path: `input.terms[${index}].from`, expected, got: from }];
  });
}

function faultsOfDays(days: readonly LocalDate[], name: string, year: AcademicYear): FieldFault[] {
  return days.flatMap((day, index) => faultsOfDay(day, `input.${name}[${index}]`, year));
}

function faultsOfDay(day: LocalDate, path: string, year: AcademicYear): FieldFault[] {
  const [first, last] = [firstDayOf(year), lastDayOf(year)];
  if (first <= day && day <= last) return [];
  return [{ path, expected: `a day of ${inSchoolTerms(year)}: ${first} to ${last}`, got: day }];
}
