import { registerEnumType } from '@nestjs/graphql';
import {
  ACTIVITY_RULES,
  ActivityType,
  Benchmark,
  BENCHMARK_TITLES,
  CalendarBasis,
  DayOffReason,
  Mode,
  RequestKind,
  SizeBand,
} from '#statutes';

// The vocabulary of `statutes` is pure; this is where it enters the schema, once.

type Described<Key extends string> = Record<Key, { description: string }>;

function describedBy<Key extends string, Value extends string>(
  members: Record<Key, Value>,
  text: (value: Value) => string,
): Described<Key> {
  const entries = Object.entries<Value>(members).map(([key, value]) => [key, { description: text(value) }]);
  return Object.fromEntries(entries) as Described<Key>;
}

registerEnumType(ActivityType, {
  name: 'ActivityType',
  description: 'What happens between pupils, teachers or governors and the world of work.',
  valuesMap: describedBy(ActivityType, (value) => `${ACTIVITY_RULES[value].label}.`),
});

registerEnumType(Benchmark, {
  name: 'Benchmark',
  description: 'The eight benchmarks of Good Career Guidance (Gatsby Foundation, 2014).',
  valuesMap: describedBy(Benchmark, (value) => `${BENCHMARK_TITLES[value]}.`),
});

registerEnumType(Mode, {
  name: 'Mode',
  description: 'How people meet.',
  valuesMap: {
    IN_PERSON: { description: 'Face to face.' },
    VIRTUAL: { description: 'Over a video link.' },
    BOTH: { description: 'Either of the two.' },
  },
});

registerEnumType(RequestKind, {
  name: 'RequestKind',
  description: 'What a slot holds and a request asks for.',
  valuesMap: {
    ENCOUNTER: { description: 'Sessions with groups of pupils.' },
    PLACEMENT: { description: 'Places for single pupils.' },
  },
});

registerEnumType(SizeBand, {
  name: 'SizeBand',
  description: 'Employer size by people employed.',
  valuesMap: {
    SELF_EMPLOYED: { description: 'One person who works for themselves.' },
    MICRO: { description: 'Fewer than 10 people.' },
    SMALL: { description: '10 to 49 people.' },
    MEDIUM: { description: '50 to 249 people.' },
    LARGE: { description: '250 people or more.' },
  },
});

registerEnumType(CalendarBasis, {
  name: 'CalendarBasis',
  description: 'On whose word the terms of a calendar stand.',
  valuesMap: {
    SCHOOL: { description: 'The school has declared them.' },
    LOCAL_AUTHORITY: { description: 'Its local authority’s, as the school has declared none.' },
    ASSUMED: {
      description: 'What is usual in England, as neither has declared any: dates may differ by a week or so.',
    },
  },
});

registerEnumType(DayOffReason, {
  name: 'DayOffReason',
  description: 'Why there are no lessons on a day.',
  valuesMap: {
    BANK_HOLIDAY: { description: 'A bank holiday of England and Wales.' },
    WEEKEND: { description: 'A Saturday or Sunday on which the school does not open.' },
    SCHOOL_HOLIDAY: { description: 'Outside the terms.' },
    INSET_DAY: { description: 'A day on which the school trains its staff.' },
    EXAMS: { description: 'One of the year groups sits exams.' },
  },
});
