import fc from 'fast-check';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { addDays, weekdayFrom } from '#statutes';
import {
  endedBefore,
  faultsOfRecurrence,
  inICalendar,
  occurrencesOf,
  type Recurrence,
} from './slot.recurrence.js';

const NOW = new Date('2023-01-01T00:00:00Z');
const tuesdays: Recurrence = {
  startsAt: '2027-03-02T10:00',
  minutes: 60,
  rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=6',
  except: [],
};
const starts = (recurrence: Recurrence) =>
  occurrencesOf(recurrence).map(({ startsAt }) => startsAt.toISOString());
const wallClock = (at: Date) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO('Europe/London')
    .toPlainTime()
    .toString();
const faults = (given: Partial<Recurrence>) =>
  faultsOfRecurrence({ ...tuesdays, ...given }, 'input.rule', NOW).map(({ path, expected }) => [
    path,
    expected,
  ]);

/** The last Sunday of a month: when the clocks change. */
const change = (year: number, month: '03' | '10') => weekdayFrom(`${year}-${month}-25`, 7);

// The transitions of Europe/London as ical.js wants them: it brings no time zones of its own.
const LONDON = ICAL.Component.fromString(
  [
    ...['BEGIN:VTIMEZONE', 'TZID:Europe/London'],
    ...['BEGIN:DAYLIGHT', 'TZOFFSETFROM:+0000', 'TZOFFSETTO:+0100', 'TZNAME:BST', 'DTSTART:19700329T010000'],
    ...['RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'END:DAYLIGHT'],
    ...['BEGIN:STANDARD', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0000', 'TZNAME:GMT', 'DTSTART:19701025T020000'],
    ...['RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD', 'END:VTIMEZONE'],
  ].join('\r\n'),
);
ICAL.TimezoneService.register(new ICAL.Timezone(LONDON));

/** The times that another reader of iCalendar finds in the text. */
function readByICal(text: string): string[] {
  const event = ['BEGIN:VEVENT', 'UID:x', text, 'END:VEVENT'].join('\r\n');
  const expansion = new ICAL.Event(ICAL.Component.fromString(event)).iterator();
  const found: string[] = [];
  for (let at = expansion.next(); at; at = expansion.next()) found.push(at.toJSDate().toISOString());
  return found;
}

describe('a recurrence', () => {
  it('keeps the time by the clock over the change in spring', () => {
    expect(starts(tuesdays)).toEqual([
      ...['2027-03-02T10:00:00.000Z', '2027-03-09T10:00:00.000Z', '2027-03-16T10:00:00.000Z'],
      ...['2027-03-23T10:00:00.000Z', '2027-03-30T09:00:00.000Z', '2027-04-06T09:00:00.000Z'],
    ]);
  });

  it.each([2024, 2025, 2026, 2027, 2028, 2029, 2030])(
    'keeps it over both changes of %i, at whatever time and by whatever rule',
    (inYear) => {
      const time = fc
        .tuple(fc.constantFrom(0, 2, 3, 6, 9, 10, 15, 20, 23), fc.constantFrom(0, 15, 30, 59))
        .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
      const rule = fc.constantFrom(
        ...[
          'FREQ=DAILY;COUNT=40',
          'FREQ=WEEKLY;COUNT=8',
          'FREQ=WEEKLY;INTERVAL=2;COUNT=5',
          'FREQ=MONTHLY;COUNT=3',
        ],
      );
      fc.assert(
        fc.property(fc.constantFrom('03' as const, '10' as const), fc.nat(20), time, rule, (...given) => {
          const [month, before, clock, rrule] = given;
          const startsAt = `${addDays(change(inYear, month), -before - 1)}T${clock}`;
          const recurrence = { startsAt, minutes: 50, rrule, except: [] };
          const found = occurrencesOf(recurrence);
          expect(faultsOfRecurrence(recurrence, 'input.rule', NOW)).toEqual([]);
          expect(new Set(found.map((each) => wallClock(each.startsAt)))).toEqual(new Set([`${clock}:00`]));
          expect(
            found.every(({ startsAt: from, endsAt: to }) => to.getTime() - from.getTime() === 3_000_000),
          ).toBe(true);
          const offsets = new Set(found.map(({ startsAt: at }) => at.toISOString().slice(11, 16)));
          const crosses = (found.at(-1)?.on ?? '') > change(inYear, month);
          expect(offsets.size).toBe(crosses ? 2 : 1);
          expect(readByICal(inICalendar(recurrence))).toEqual(starts(recurrence));
        }),
        { numRuns: 15 },
      );
    },
  );

  it('is read by another library as the same times, days left out and an early end included', () => {
    const rules = [
      { ...tuesdays, except: ['2027-03-16', '2027-04-06'] },
      { ...tuesdays, rrule: 'FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270720T220000Z' },
      { ...tuesdays, rrule: endedBefore(tuesdays.rrule, '2027-03-30') },
      { ...tuesdays, rrule: 'FREQ=MONTHLY;BYDAY=1TU;COUNT=9' },
      {
        ...tuesdays,
        startsAt: '2027-01-29T14:30',
        rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=12',
      },
    ];
    for (const rule of rules) {
      expect(readByICal(inICalendar(rule))).toEqual(starts(rule));
      expect(starts(rule).length).toBeGreaterThan(3);
    }
    expect(starts(rules[2] ?? tuesdays)).toHaveLength(4);
  });

  it.each([
    ['no time at all', { startsAt: 'soon' }, 'startsAt', /by the clock/],
    ['a day that does not exist', { startsAt: '2027-02-30T10:00' }, 'startsAt', /by the clock/],
    [
      'an hour that is there twice or not at all',
      { startsAt: '2027-03-28T01:30' },
      'startsAt',
      /not between 1 and 2/,
    ],
    ['a time that is over', { startsAt: '2022-03-01T10:00' }, 'startsAt', /future/],
    ['a first time that the rule does not make', { startsAt: '2027-03-03T10:00' }, 'startsAt', /2027-03-09/],
    ['no end', { rrule: 'FREQ=WEEKLY' }, 'rrule', /COUNT .* or UNTIL/],
    ['two ends', { rrule: 'FREQ=WEEKLY;COUNT=3;UNTIL=20270420T090000Z' }, 'rrule', /or UNTIL/],
    ['every hour', { rrule: 'FREQ=HOURLY;COUNT=3' }, 'rrule', /FREQ=DAILY, WEEKLY or MONTHLY/],
    ['two times a day', { rrule: 'FREQ=DAILY;BYHOUR=9,14;COUNT=3' }, 'rrule', /FREQ=DAILY/],
    ['a part twice', { rrule: 'FREQ=WEEKLY;COUNT=3;COUNT=4' }, 'rrule', /at most once/],
    ['a name of every object', { rrule: 'FREQ=WEEKLY;COUNT=3;constructor=1' }, 'rrule', /FREQ=/],
    ['a month that is none', { rrule: 'FREQ=MONTHLY;BYMONTH=13;COUNT=3' }, 'rrule', /BYMONTH/],
    ['a position of nothing', { rrule: 'FREQ=WEEKLY;BYSETPOS=1;COUNT=3' }, 'rrule', /BYSETPOS/],
    ['more than lines', { rrule: 'FREQ=WEEKLY;COUNT=3\nDTSTART:20270101T000000Z' }, 'rrule', /FREQ=/],
    ['never', { rrule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3' }, 'rrule', /within a year/],
    ['years on end', { rrule: 'FREQ=MONTHLY;BYDAY=1TU;COUNT=14' }, 'rrule', /after 2028-03-02/],
    ['too often', { rrule: 'FREQ=DAILY;UNTIL=20280102T000000Z' }, 'rrule', /at most 200/],
    ['a day left out that is not in it', { except: ['2027-03-03'] }, 'exceptDates[0]', /rule makes/],
  ])('refuses %s', (_what, given, field, expected) => {
    expect(faults(given)).toEqual([[`input.rule.${field}`, expect.stringMatching(expected) as string]]);
  });
});
