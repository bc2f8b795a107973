import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SoughtOffers } from '#offers';
import type { LocalDate } from '#platform';
import type { AlertRhythm } from './saved-search.graphql.js';

/** A search of offers that a person comes back to. */
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

  /** Only offers that were first published after this change are new to it. */
  @Column('bigint', { name: 'new_since' })
  newSince: number;

  /** All changes up to this one have been looked at for a letter. */
  @Column('bigint', { name: 'told_to' })
  toldTo: number;

  /** The day of the last look, in London. */
  @Column('date', { name: 'looked_on' })
  lookedOn: LocalDate;
}
