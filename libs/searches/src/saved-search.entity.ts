import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SoughtOffers } from '#offers';
import type { AlertRhythm } from './saved-search.graphql.js';

/** A search of offers that a person comes back to. How far it has been told is kept beside it, in SQL alone. */
@Entity('saved_search')
export class SavedSearch {
  @PrimaryColumn('text')
  id: string;

  /** Whose it is: nobody else sees it. */
  @Column('text', { name: 'person_id' })
  personId: string;

  /** Goes up by one with every change; a change names the version it was made from. */
  @Column('integer')
  version: number;

  @Column('text')
  name: string;

  /** What is looked for, as the list of offers takes it. */
  @Column('jsonb')
  criteria: SoughtOffers;

  @Column('text')
  alerts: AlertRhythm;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
