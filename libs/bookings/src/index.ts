export * from './booking.entity.js';
export * from './booking.graphql.js';
export * from './booking.loader.js';
export * from './bookings.module.js';
export * from './delivery.entity.js';
export * from './delivery.graphql.js';
export * from './delivery.loader.js';
export { isEmployed } from './delivery.rules.js';
export {
  confirmHold,
  type HoldRefusal,
  lockSidesOf,
  type NewHold,
  releaseHold,
  takeHold,
} from './hold.capacity.js';
export * from './hold.entity.js';
export { lockForHolds, takeHolds } from './hold.many.js';
