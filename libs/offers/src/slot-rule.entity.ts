import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#platform';

/** By which slots of an offer recur. Each of its times is a slot, with a capacity of its own. */
@Entity('slot_rule')
export class SlotRule {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'offer_id' })
  offerId: string;

  /** The first time, by the clock in England: `2027-03-02T10:00`. */
  @Column('text', { name: 'starts_at' })
  startsAt: string;

  @Column('integer')
  minutes: number;

  /** As RFC 5545 has it. */
  @Column('text')
  rrule: string;

  /** The days left out, those that are not in term time included. */
  @Column('jsonb', { name: 'except_dates' })
  except: LocalDate[];

  @Column('boolean', { name: 'term_time_only' })
  termTimeOnly: boolean;

  /** Goes up by one with every change. */
  @Column('integer')
  version: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
