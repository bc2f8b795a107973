import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#platform';
import {
  type AcademicYear,
  academicYearOf,
  type ActivityType,
  type Benchmark,
  type Mode,
  RequestKind,
} from '#statutes';
import type { DateWindow, RequestStatus } from './request.graphql.js';

/** What a school needs: sessions with its groups, or places for its pupils. */
@Entity('request')
export class Request {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'school_id' })
  schoolId: string;

  /** Who drafted it; null where a scheme or an import brought it. */
  @Column('text', { name: 'person_id', nullable: true })
  personId: string | null;

  /** The scheme that brought it; null where it was written here. */
  @Column('text', { name: 'broker_id', nullable: true })
  brokerId: string | null;

  @Column('text')
  kind: RequestKind;

  @Column('text')
  status: RequestStatus;

  /** Goes up by one with every change but holds; an edit names the version it was made from. */
  @Column('integer')
  version: number;

  @Column('text')
  title: string;

  @Column('text')
  notes: string;

  /** Any of these will do; in alphabetical order, each once. */
  @Column('text', { name: 'activity_types', array: true })
  activityTypes: ActivityType[];

  /** SIC 2007 section letters; none means any. */
  @Column('text', { array: true })
  sectors: string[];

  /** Sessions of an encounter, places of a placement. */
  @Column('integer')
  wanted: number;

  /** What of it is neither held nor booked. Changed only by `takeSessions`, `giveSessionsBack`, `reopenSessions` and an edit. */
  @Column('integer')
  remaining: number;

  /** What of it is booked. Changed only by `fillSessions` and `reopenSessions`. */
  @Column('integer')
  booked: number;

  /** How many pupils a session is for; null for a placement. */
  @Column('integer', { name: 'pupils_per_session', nullable: true })
  pupilsPerSession: number | null;

  /** The dates that suit, the earliest first, all within one academic year. */
  @Column('jsonb')
  windows: DateWindow[];

  /** The first day of the first window. */
  @Column('date', { name: 'first_day' })
  firstDay: LocalDate;

  /** The last day of the window that ends last. */
  @Column('date', { name: 'last_day' })
  lastDay: LocalDate;

  @Column('text')
  mode: Mode;

  /** How far its pupils would travel to a workplace, in kilometres as the crow flies. */
  @Column('integer', { name: 'travel_km' })
  travelKm: number;

  /** The benchmark it should bring the school nearer to; null for none. */
  @Column('text', { nullable: true })
  benchmark: Benchmark | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'opened_at', nullable: true })
  openedAt: Date | null;

  /** How many sessions an encounter is wanted in; null for a placement. */
  get sessions(): number | null {
    return this.kind === RequestKind.ENCOUNTER ? this.wanted : null;
  }

  /** For how many pupils a placement is wanted; null for an encounter. */
  get places(): number | null {
    return this.kind === RequestKind.PLACEMENT ? this.wanted : null;
  }

  /** The academic year of its windows. */
  get academicYear(): AcademicYear {
    return academicYearOf(this.firstDay);
  }
}

/** That a request names a group. */
@Entity('request_group')
export class RequestGroup {
  @PrimaryColumn('text', { name: 'request_id' })
  requestId: string;

  @PrimaryColumn('text', { name: 'group_id' })
  groupId: string;
}
