import type { MembershipStatus, Role } from '#members';
import type { AmbassadorKind, GivenBy, OfferStatus } from '#offers';
import type { RequestStatus } from '#requests';
import type {
  ActivityType,
  Benchmark,
  LocalDate,
  MeaningfulPoint,
  Mode,
  ProviderKind,
  RequestKind,
  SizeBand,
  YearGroup,
} from '#statutes';
import type { ProviderColumns } from './provider.columns.js';

// The rows that this library writes, by their columns' own names. A point is text, "(easting,northing)".
/** A row of `broker`. */
export interface BrokerRow {
  id: string;
  name: string;
  licence: string;
  attribution: string;
  approved_at: Date;
}

/** A row of `employer`. */
export interface EmployerRow {
  id: string;
  name: string;
  size_band: SizeBand;
  sectors: string[];
  provider_kind: ProviderKind | null;
  broker_id: string | null;
  created_at: Date;
  approved_at: Date;
}

/** A row of `employer_site`. */
export interface SiteRow {
  id: string;
  employer_id: string;
  name: string;
  postcode: string;
  place: string;
}

/** A row of `person`. */
export interface PersonRow {
  id: string;
  name: string;
  email: string;
  email_verified_at: Date;
  password_hash: string | null;
  is_operator: boolean;
  created_at: Date;
}

/** A row of `membership`. */
export interface MembershipRow {
  id: string;
  person_id: string;
  school_id: string | null;
  employer_id: string | null;
  role: Role;
  status: MembershipStatus;
  requested_at: Date;
  decided_at: Date;
  decided_by: string;
}

/** A row of `offer`. */
export interface OfferRow {
  id: string;
  employer_id: string;
  person_id: string | null;
  broker_id: string | null;
  given_by: GivenBy;
  ambassador_kind: AmbassadorKind | null;
  status: OfferStatus;
  version: number;
  title: string;
  description: string;
  activity_type: ActivityType;
  sectors: string[];
  year_from: YearGroup;
  year_to: YearGroup;
  mode: Mode;
  postcode: string;
  place: string;
  travel_km: number;
  created_at: Date;
  published_at: Date | null;
}

/** A row of `slot`. */
export interface SlotRow {
  id: string;
  offer_id: string;
  kind: RequestKind;
  starts_at: Date;
  ends_at: Date;
  capacity: number;
  remaining: number;
  max_pupils: number | null;
}

/** A row of `offer_place`. */
export interface OfferPlaceRow {
  sector: string;
  offer_id: string;
  place: string;
  activity_type: ActivityType;
  year_from: YearGroup;
  year_to: YearGroup;
  mode: Mode;
  travel_m: number;
}

/** A row of `roll`. */
export interface RollRow {
  id: string;
  school_id: string;
  academic_year: number;
  year_group: YearGroup;
  pupils: number;
  declared_on: LocalDate;
  declared_by: string;
}

/** A row of `pupil_group`. */
export interface GroupRow {
  id: string;
  school_id: string;
  academic_year: number;
  year_group: YearGroup;
  code: string;
  size: number;
}

/** A row of `delivery`. */
export interface DeliveryRow extends ProviderColumns {
  id: string;
  school_id: string;
  activity_type: ActivityType;
  given_by: GivenBy | null;
  employed: boolean;
  interaction_recorded: boolean;
  at_workplace: boolean;
  in_lessons: boolean;
  delivered_on: LocalDate;
  academic_year: number;
  minutes: number;
  mode: Mode.IN_PERSON | Mode.VIRTUAL;
  simulated: true;
  recorded_by: string;
  recorded_at: Date;
}

/** A row of `attendance`. */
export interface AttendanceRow {
  delivery_id: string;
  year_group: YearGroup;
  group_id: string | null;
  pupils: number;
  days: number | null;
}

/** A row of `evidence`. */
export interface EvidenceRow {
  delivery_id: string;
  side: 'school' | 'offerer';
  point: MeaningfulPoint;
  stands: boolean;
}

/** A row of `request`. */
export interface RequestRow {
  id: string;
  school_id: string;
  person_id: string | null;
  broker_id: string | null;
  kind: RequestKind;
  status: RequestStatus;
  version: number;
  title: string;
  notes: string;
  activity_types: ActivityType[];
  sectors: string[];
  wanted: number;
  remaining: number;
  booked: number;
  pupils_per_session: number | null;
  windows: { from: LocalDate; to: LocalDate }[];
  first_day: LocalDate;
  last_day: LocalDate;
  mode: Mode;
  travel_km: number;
  benchmark: Benchmark;
  created_at: Date;
  opened_at: Date | null;
}

/** A row of `request_group`. */
export interface RequestGroupRow {
  request_id: string;
  group_id: string;
}

/** A row of `request_place`. */
export interface RequestPlaceRow {
  sector: string;
  request_id: string;
  place: string;
  activity_types: ActivityType[];
  year_groups: YearGroup[];
  mode: Mode;
  last_day: LocalDate;
}

/** A row of `hold`. */
export interface HoldRow {
  id: string;
  slot_id: string;
  request_id: string;
  person_id: string;
  units: number;
  hold_until: Date;
  status: 'booked';
  created_at: Date;
}

/** A row of `booking`. */
export interface BookingRow {
  id: string;
  hold_id: string;
  slot_id: string;
  request_id: string;
  school_id: string;
  employer_id: string;
  person_id: string;
  activity_type: ActivityType;
  units: number;
  starts_at: Date;
  ends_at: Date;
  status: 'confirmed';
  reason: null;
  version: number;
  created_at: Date;
}
