export { AlertJobs } from './alert.jobs.js';
export { NewOffers } from './new-offers.js';
export * from './searches.module.js';
