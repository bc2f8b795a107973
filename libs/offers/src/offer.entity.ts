import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Place, placeColumn } from '#platform';
import type { ActivityType, Mode } from '#statutes';
import type { AmbassadorKind, GivenBy, OfferStatus } from './offer.graphql.js';

/** What somebody would do for a school; when, is said by its slots. */
@Entity('offer')
export class Offer {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'employer_id' })
  employerId: string;

  /** The volunteer or young ambassador who would come, where it is one named person. */
  @Column('text', { name: 'person_id', nullable: true })
  personId: string | null;

  /** The scheme that brought it; null where it was written here. */
  @Column('text', { name: 'broker_id', nullable: true })
  brokerId: string | null;

  @Column('text', { name: 'given_by' })
  givenBy: GivenBy;

  @Column('text', { name: 'ambassador_kind', nullable: true })
  ambassadorKind: AmbassadorKind | null;

  @Column('text')
  status: OfferStatus;

  /** Goes up by one with every change; an edit names the version it was made from. */
  @Column('integer')
  version: number;

  @Column('text')
  title: string;

  @Column('text')
  description: string;

  @Column('text', { name: 'activity_type' })
  activityType: ActivityType;

  /** SIC 2007 section letters; none means any. */
  @Column('text', { array: true })
  sectors: string[];

  @Column('smallint', { name: 'year_from' })
  yearFrom: number;

  @Column('smallint', { name: 'year_to' })
  yearTo: number;

  @Column('text')
  mode: Mode;

  @Column('text')
  postcode: string;

  @Column('point', { transformer: placeColumn })
  place: Place;

  /** How far the offerer travels, in kilometres as the crow flies. */
  @Column('integer', { name: 'travel_km' })
  travelKm: number;

  /** Codes of SOC 2020 unit groups: the jobs that pupils hear of. */
  @Column('text', { array: true, default: [] })
  occupations: string[];

  /** Their titles and those of jobs in them: offers are searched for by them, and they are shown to nobody. */
  @Column('text', { name: 'occupation_words', select: false, default: '' })
  occupationWords?: string;

  /** The job of the volunteer who would come, where they published one. */
  @Column('text', { name: 'job_profile_id', nullable: true })
  jobProfileId: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;
}
