export { type DemonstrationOptions, makeDemonstration } from './make-demonstration.js';
export type {
  DemonstrationAccount,
  DemonstrationCounts,
  DemonstrationQuery,
  DemonstrationSummary,
} from './summary.js';
