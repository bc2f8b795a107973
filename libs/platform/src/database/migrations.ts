import { Changes1700000001000 } from './migrations/1700000001-changes.js';
import { Reference1700000002000 } from './migrations/1700000002-reference.js';
import { Members1700000003000 } from './migrations/1700000003-members.js';
import { Offers1700000004000 } from './migrations/1700000004-offers.js';
import { Requests1700000005000 } from './migrations/1700000005-requests.js';
import { Bookings1700000006000 } from './migrations/1700000006-bookings.js';
import { Introductions1700000007000 } from './migrations/1700000007-introductions.js';
import { Sessions1700000008000 } from './migrations/1700000008-sessions.js';
import { Idempotency1700000009000 } from './migrations/1700000009-idempotency.js';
import { Accounts1700000010000 } from './migrations/1700000010-accounts.js';
import { SignIn1700000011000 } from './migrations/1700000011-signin.js';
import { DeclaredVersions1700000012000 } from './migrations/1700000012-declared-versions.js';
import { History1700000013000 } from './migrations/1700000013-history.js';
import { Calendars1700000014000 } from './migrations/1700000014-calendars.js';
import { Evidence1700000015000 } from './migrations/1700000015-evidence.js';
import { Search1700000016000 } from './migrations/1700000016-search.js';
import { SlotForms1700000017000 } from './migrations/1700000017-slot-forms.js';
import { Searches1700000018000 } from './migrations/1700000018-searches.js';
import { Mends1700000020000 } from './migrations/1700000020-mends.js';
import { Clearings1700000021000 } from './migrations/1700000021-clearings.js';
import { Prices1700000022000 } from './migrations/1700000022-prices.js';
import { Quotas1700000023000 } from './migrations/1700000023-quotas.js';

/** Every step that leads an empty database to the present one, in order. A released step is never edited. */
export const migrations = [
  Changes1700000001000,
  Reference1700000002000,
  Members1700000003000,
  Offers1700000004000,
  Requests1700000005000,
  Bookings1700000006000,
  Introductions1700000007000,
  Sessions1700000008000,
  Idempotency1700000009000,
  Accounts1700000010000,
  SignIn1700000011000,
  DeclaredVersions1700000012000,
  History1700000013000,
  Calendars1700000014000,
  Evidence1700000015000,
  Search1700000016000,
  SlotForms1700000017000,
  Searches1700000018000,
  Mends1700000020000,
  Clearings1700000021000,
  Prices1700000022000,
  Quotas1700000023000,
];
