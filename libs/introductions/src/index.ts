export * from './introductions.module.js';
export * from './proposal.entity.js';
export * from './proposal.graphql.js';
export { ProposalEndings } from './proposal.endings.js';
