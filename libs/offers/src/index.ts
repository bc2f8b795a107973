export * from './offer.entity.js';
export * from './offer.graphql.js';
export * from './offer.jobs.js';
export * from './offer.loader.js';
export * from './offers.module.js';
export * from './slot.capacity.js';
export * from './slot.entity.js';
export * from './slot.graphql.js';
