import { accountOf } from './story.js';
import { type StoryRow, summaryOf } from './summary.js';

const counts = {
  ...{ brokers: 8, employers: 1, people: 1, offers: 1, requests: 1 },
  ...{ schools: 1, groups: 1, deliveries: 1 },
};

const teacher: StoryRow = {
  ...{ email: accountOf('teacher'), school: 'Oak School', urn: 123456, employer: null, request: 'request_1' },
};
const operator: StoryRow = {
  ...{ email: accountOf('operator'), school: null, urn: null, employer: null, request: null },
};

describe('the summary of a demonstration', () => {
  it('names who is there, with queries about them', () => {
    const { accounts, queries } = summaryOf({ seed: 1, counts }, [teacher, operator]);
    expect(accounts.map(({ who }) => who)).toEqual(['teacher at Oak School', 'operator of the product']);
    expect(queries.map(({ query }) => query)).toEqual([
      expect.stringContaining('near: { urn: 123456 }'),
      expect.stringContaining(teacher.email),
      expect.stringContaining('node(id: "request_1")'),
    ]);
  });

  it('leaves out who was erased, and what was asked through them', () => {
    const { accounts, queries } = summaryOf({ seed: 1, counts }, [operator]);
    expect(accounts.map(({ who }) => who)).toEqual(['operator of the product']);
    expect(queries).toEqual([]);
  });

  it('leaves out a request that is there no longer', () => {
    const { queries } = summaryOf({ seed: 1, counts }, [{ ...teacher, request: null }]);
    expect(queries).toHaveLength(2);
    expect(JSON.stringify(queries)).not.toMatch(/null|undefined/);
  });
});
