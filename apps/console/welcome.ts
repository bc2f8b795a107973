import type { DemonstrationSummary } from '#demonstration';

/** What the person who started the product reads at the end: where it is, who they may be, and what to try. */
export function welcome(url: string, demonstration: DemonstrationSummary | undefined): string[] {
  const content = demonstration ? described(demonstration) : WITHOUT;
  return [
    '',
    ...content,
    '',
    `Firsthand is ready: ${url}/   (GraphQL at ${url}/graphql)`,
    'Ctrl-C stops it.',
  ];
}

/** A command finds the data where this start found it. */
const elsewhere = process.env['FIRSTHAND_DATA_DIR']
  ? `FIRSTHAND_DATA_DIR=${process.env['FIRSTHAND_DATA_DIR']} `
  : '';

const WITHOUT = [
  'No demonstration data. Sign up in the playground (mutation signUp), then make yourself the first operator:',
  `  ${elsewhere}npm run operator -- you@example.org`,
  'A query that works at once: { schools(search: "Manchester", first: 5) { edges { node { urn name } } } }',
];

function described({ accounts, counts, queries }: DemonstrationSummary): string[] {
  const { employers, offers, requests, schools } = counts;
  const amount = (value: number) => value.toLocaleString('en-GB');
  const width = Math.max(...accounts.map(({ email }) => email.length));
  return [
    `Demonstration data: ${amount(offers)} offers of ${amount(employers)} employers, ${amount(requests)} requests ` +
      `at ${amount(schools)} schools. The schools are real, all else is invented.`,
    ...(accounts.length > 0 ? ['Accounts:'] : []),
    ...accounts.map(({ email, password, who }) => `  ${email.padEnd(width)}  ${password}  ${who}`),
    ...(queries.length > 0 ? ['Queries worth trying:'] : []),
    ...queries.flatMap(({ title, query }, index) => [`  ${index + 1}. ${title}`, `     ${query}`]),
  ];
}
