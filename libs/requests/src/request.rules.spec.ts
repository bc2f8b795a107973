import { ActivityType, Benchmark, RequestKind } from '#statutes';
import { Request } from './request.entity.js';
import { RequestStatus } from './request.graphql.js';
import {
  anyMayCount,
  living,
  mayBecome,
  seeking,
  usualBenchmark,
  whyNotChangeable,
  whyNotOpenable,
} from './request.rules.js';

const today = '2026-11-24';

function request(given: Partial<Request> = {}): Request {
  const windows = [{ from: '2026-11-01', to: '2026-11-30' }];
  return Object.assign(new Request(), { version: 3, status: RequestStatus.DRAFT, windows }, given);
}

describe('statuses', () => {
  const { DRAFT, OPEN, PART_MATCHED, MATCHED, EXPIRED, WITHDRAWN } = RequestStatus;

  test('what has ended comes into no status again', () => {
    const left = new Set(Object.values(mayBecome).flat());
    expect([EXPIRED, WITHDRAWN].filter((status) => left.has(status))).toEqual([]);
    expect(living).toEqual([DRAFT, OPEN, PART_MATCHED, MATCHED]);
  });

  test('only what looks for somebody expires, and a matched request cannot be withdrawn', () => {
    expect(mayBecome[EXPIRED]).toEqual(seeking);
    expect(mayBecome[WITHDRAWN]).toEqual([DRAFT, OPEN, PART_MATCHED]);
  });
});

describe('changing', () => {
  test('the version comes first: whoever saw another one is shown the present one', () => {
    const changed = request({ status: RequestStatus.WITHDRAWN });
    expect(whyNotChangeable(changed, 2, [RequestStatus.DRAFT])).toMatchObject({
      code: 'REQUEST_CHANGED_MEANWHILE',
      current: changed,
    });
  });

  test('a wrong status is named with the right ones', () => {
    const problem = whyNotChangeable(request({ status: RequestStatus.PART_MATCHED }), 3, [
      RequestStatus.DRAFT,
      RequestStatus.OPEN,
    ]);
    expect(problem).toMatchObject({
      code: 'REQUEST_NOT_IN_RIGHT_STATUS',
      status: RequestStatus.PART_MATCHED,
      message: 'The request is part-matched; this needs a request that is draft or open.',
    });
  });

  test('the right version in a right status may be changed', () => {
    expect(whyNotChangeable(request(), 3, [RequestStatus.DRAFT])).toBeUndefined();
  });
});

describe('opening', () => {
  test('a draft with a window that has not ended may be opened, up to its last day', () => {
    expect(whyNotOpenable(request(), 3, today)).toBeUndefined();
    expect(whyNotOpenable(request(), 3, '2026-11-30')).toBeUndefined();
    expect(whyNotOpenable(request(), 3, '2026-12-01')).toMatchObject({
      code: 'REQUEST_HAS_NO_FUTURE_WINDOW',
    });
  });

  test('one window to come is enough', () => {
    const windows = [
      { from: '2026-09-01', to: '2026-09-30' },
      { from: '2027-03-01', to: '2027-03-31' },
    ];
    expect(whyNotOpenable(request({ windows }), 3, today)).toBeUndefined();
  });

  test.each(Object.values(RequestStatus).filter((status) => status !== RequestStatus.DRAFT))(
    'a request that is %s is not opened by hand',
    (status) => {
      expect(whyNotOpenable(request({ status }), 3, today)).toMatchObject({
        code: 'REQUEST_NOT_IN_RIGHT_STATUS',
      });
    },
  );
});

describe('benchmarks', () => {
  test('what may count on a condition may count; what only contributes may not', () => {
    expect(anyMayCount([ActivityType.CAREERS_FAIR], Benchmark.B5)).toBe(true);
    expect(anyMayCount([ActivityType.VIRTUAL_WORK_EXPERIENCE], Benchmark.B6)).toBe(false);
    expect(anyMayCount([ActivityType.GUIDANCE_INTERVIEW, ActivityType.CAREERS_TALK], Benchmark.B5)).toBe(
      true,
    );
  });

  test('an encounter is for Benchmark 5, a placement for 6, a guidance interview for neither', () => {
    const { ENCOUNTER, PLACEMENT } = RequestKind;
    expect(usualBenchmark(ENCOUNTER, [ActivityType.CAREERS_TALK])).toBe(Benchmark.B5);
    expect(usualBenchmark(PLACEMENT, [ActivityType.WORK_EXPERIENCE_PLACEMENT])).toBe(Benchmark.B6);
    expect(usualBenchmark(ENCOUNTER, [ActivityType.GUIDANCE_INTERVIEW])).toBeNull();
  });
});
