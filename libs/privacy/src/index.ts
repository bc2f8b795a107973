export * from './erasure.js';
export * from './export.js';
export * from './holding.js';
export { HOLDINGS } from './holdings.js';
export * from './privacy.module.js';
export { applyRetention } from './retention.service.js';
