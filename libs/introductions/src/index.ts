export * from './introductions.module.js';
export * from './proposal.entity.js';
export * from './proposal.graphql.js';
export { ProposalEndings } from './proposal.endings.js';
export { ClearingProblems, type ClearingScope, type ClearingTask } from './clearing.problem.js';
export { clashesOf } from './clearing.clashes.js';
export { servedAfter, solve } from './clearing.solve.js';
export { ClearingJobs } from './clearing.jobs.js';
export { ClearingThreads } from './clearing.threads.js';
