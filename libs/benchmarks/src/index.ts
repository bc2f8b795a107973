export * from './benchmark.service.js';
export * from './benchmarks.module.js';
export * from './need.graphql.js';
export { isWorkedOut } from './need.rules.js';
export { CRITERIA_BENCHMARKS, CriteriaLoader } from './criteria.loader.js';
export * from './need.loader.js';
export * from './position.graphql.js';
export type { SchoolPosition, YearGroupPosition } from './position.rules.js';
