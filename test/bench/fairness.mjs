/** Bonuses of a made-up country: each school is as short as its requests are. */
export function bonusesOf(requests, fairness) {
  if (fairness === 'none') return new Map();
  const schools = new Map();
  for (const { schoolId, outstanding, pupilsPerSession, need } of requests) {
    const school = schools.get(schoolId) ?? { sessions: 0, pupils: 0, need: 0 };
    school.sessions += outstanding;
    school.pupils += outstanding * pupilsPerSession;
    school.need += Math.min(need, outstanding * pupilsPerSession);
    schools.set(schoolId, school);
  }
  return new Map(
    [...schools].map(([id, { sessions, pupils, need }]) => {
      const short = need / pupils;
      const bonus = (k) =>
        fairness === 'harmonic'
          ? Math.floor((1000 * short) / k)
          : Math.floor(2000 * short * (1 - (k - 1) / sessions));
      return [id, Array.from({ length: sessions }, (_, n) => bonus(n + 1))];
    }),
  );
}
