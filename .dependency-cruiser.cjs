/** The import rules of the house: strictly down the list, through `index.ts` only, no cycles. */
const order = [
  ['statutes'],
  ['matching'],
  ['platform'],
  ['reference'],
  ['members'],
  ['offers', 'requests'],
  ['bookings', 'searches'],
  ['benchmarks'],
  ['introductions'],
  ['history', 'privacy'],
  ['demonstration'],
];

/** A library may import only from lines below its own. */
const upward = order.flatMap((line, level) =>
  line.map((name) => {
    const forbidden = order
      .slice(level)
      .flat()
      .filter((other) => other !== name);
    return {
      name: `${name}-imports-down`,
      severity: 'error',
      from: { path: `^libs/${name}/` },
      to: { path: `^(libs/(${forbidden.join('|') || 'none'})/|apps/|dist/)` },
    };
  }),
);

module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'through-the-index',
      comment: 'A library is reached through its index.ts only.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: '^libs/[^/]+/test/' },
      to: { path: '^libs/([^/]+)/src/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'apps-through-the-index',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: '^libs/platform/' },
      to: { path: '^libs/(matching|statutes)/' },
    },
    {
      name: 'pure',
      comment: 'matching and statutes are pure: no Nest, no TypeORM, no Node, no npm.',
      severity: 'error',
      from: { path: '^libs/(matching|statutes)/', pathNot: ['\\.spec\\.ts$', '^libs/[^/]+/test/'] },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    {
      name: 'known-library',
      comment: 'Each library has a line in the order above.',
      severity: 'error',
      from: { path: `^libs/(?!(${order.flat().join('|')})/)` },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
