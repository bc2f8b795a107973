import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import type { Viewer } from '#members';
import { BadInput, Clock, Forbidden, NotFound, perRequest, Transactions, type Tx } from '#platform';
import { BankHolidays, School } from '#reference';
import { type AcademicYear, academicYearOf, calendarOf } from '#statutes';
import { authorityScope, CalendarDeclaration } from './calendar.entity.js';
import type { SchoolCalendarType } from './calendar.graphql.js';
import type { DeclareCalendarInput } from './calendar.input.js';
import {
  CalendarChangedMeanwhile,
  type DeclareCalendarResult,
  DeclareCalendarSuccess,
} from './calendar.outcome.js';
import { faultsOfCalendar } from './calendar.rules.js';
import { lockOwnSchool } from './group.service.js';

/** When schools teach: what they and their authorities declared, and what is usual for the rest. */
@Injectable()
export class Calendars {
  constructor(
    private readonly transactions: Transactions,
    private readonly manager: EntityManager,
    private readonly bankHolidays: BankHolidays,
    private readonly clock: Clock,
  ) {}

  private readonly declared = perRequest<string, CalendarDeclaration | null>(async (keys) => {
    const scopes = [...new Set(keys.map((key) => scopeAndYear(key).scope))];
    const years = [...new Set(keys.map((key) => scopeAndYear(key).year))];
    const found = await this.manager.findBy(CalendarDeclaration, {
      scope: In(scopes),
      academicYear: In(years),
    });
    const byKey = new Map(found.map((row) => [keyOf(row.scope, row.academicYear), row]));
    return keys.map((key) => byKey.get(key) ?? null);
  });

  /** The calendar of a school in an academic year (this one if absent). One statement, however many schools are asked. */
  async of(
    context: object,
    { id, laCode }: Pick<School, 'id' | 'laCode'>,
    academicYear?: AcademicYear | null,
  ): Promise<SchoolCalendarType> {
    const year = academicYear ?? academicYearOf(this.clock.today());
    const loader = this.declared(context);
    const [school, authority] = await Promise.all([
      loader.load(keyOf(id, year)),
      laCode === null ? null : loader.load(keyOf(authorityScope(laCode), year)),
    ]);
    return this.made(year, { school, authority });
  }

  /** Restates what a school, or an authority, says of an academic year. What is booked stands. */
  declare(viewer: Viewer, input: DeclareCalendarInput): Promise<typeof DeclareCalendarResult> {
    return this.transactions.run(viewer, async (tx) => {
      const faults = faultsOfCalendar(input, tx.today);
      const whose = faults.some(({ path }) => path === 'input.schoolId')
        ? undefined
        : await scopeOf(tx, viewer, input);
      if (faults.length > 0 || !whose) throw new BadInput(faults);

      const { academicYear: year, version } = input;
      const written = await write(tx, whose.scope, input);
      const scopes = [whose.scope, ...(whose.laCode === null ? [] : [authorityScope(whose.laCode)])];
      const found = await tx.manager.findBy(CalendarDeclaration, { scope: In(scopes), academicYear: year });
      const of = (noun: string) => found.find(({ scope }) => scope.startsWith(noun));
      const calendar = this.made(year, { school: of('school_'), authority: of('la_') });
      if (input.localAuthority) calendar.version = of('la_')?.version ?? 0;
      if (!written) return new CalendarChangedMeanwhile(calendar);
      await tx.record(written, 'declared', {
        before: { version },
        after: { academicYear: year, scope: whose.scope },
      });
      return new DeclareCalendarSuccess(calendar);
    });
  }

  private made(year: AcademicYear, { school, authority }: Declarations): SchoolCalendarType {
    const declared = { ...(school ? { school } : {}), ...(authority ? { authority } : {}) };
    const calendar = calendarOf(year, this.bankHolidays.of(year), declared);
    return { ...calendar, version: school?.version ?? 0 };
  }
}

/** What was declared for one academic year. */
interface Declarations {
  school: CalendarDeclaration | null | undefined;
  authority: CalendarDeclaration | null | undefined;
}

/** Whose calendar it is. Throws NOT_FOUND or FORBIDDEN where the viewer may not declare it. */
async function scopeOf(
  tx: Tx,
  viewer: Viewer,
  { schoolId, localAuthority }: DeclareCalendarInput,
): Promise<{ scope: string; laCode: string | null }> {
  if (schoolId) {
    const { id, laCode } = await lockOwnSchool(tx, viewer, schoolId);
    return { scope: id, laCode };
  }
  const laCode = localAuthority ?? '';
  if (!viewer.isOperator) throw new Forbidden('Only an operator declares the terms of a local authority.');
  if (!(await tx.manager.existsBy(School, { laCode }))) throw new NotFound('local authority', laCode);
  return { scope: authorityScope(laCode), laCode: null };
}

/** Writes it if nobody was quicker: one conditional statement. @returns what it is known by, or undefined */
async function write(
  tx: Tx,
  scope: string,
  { academicYear, version, terms, insetDays, openDays, exams }: DeclareCalendarInput,
): Promise<{ id: string } | undefined> {
  const json = (value: readonly unknown[] | null | undefined) => (value ? JSON.stringify(value) : null);
  const [written] = await tx.query<{ id: string }>(
    `WITH written AS (
       INSERT INTO school_calendar AS held (id, scope, academic_year, terms, inset_days, open_days, exams, version, declared_at)
       SELECT $1, $2, $3, $4::jsonb, $5::jsonb, $6::jsonb, $7::jsonb, 1, $8
       WHERE $9 = 0 OR EXISTS (SELECT FROM school_calendar WHERE scope = $2 AND academic_year = $3)
       ON CONFLICT (scope, academic_year) DO UPDATE SET terms = excluded.terms, inset_days = excluded.inset_days,
         open_days = excluded.open_days, exams = excluded.exams, version = held.version + 1, declared_at = excluded.declared_at
       WHERE held.version = $9 RETURNING id
     ) SELECT id FROM written`,
    [
      ...[tx.newId('calendar'), scope, academicYear, json(terms)],
      ...[json([...insetDays].sort()), json([...openDays].sort()), json(exams), tx.now, version],
    ],
  );
  return written;
}

function keyOf(scope: string, year: AcademicYear): string {
  return `${scope} ${year}`;
}

function scopeAndYear(key: string): { scope: string; year: AcademicYear } {
  const [scope = '', year] = key.split(' ');
  return { scope, year: Number(year) };
}
