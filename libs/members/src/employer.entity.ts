import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Place, placeColumn } from '#platform';
import type { ProviderKind, SizeBand } from '#statutes';

/** An organisation that gives encounters: a firm, a charity, a public body, a self-employed person, a provider. */
@Entity('employer')
export class Employer {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @Column('text', { name: 'company_number', nullable: true })
  companyNumber: string | null;

  @Column('text', { name: 'size_band' })
  sizeBand: SizeBand;

  /** SIC 2007 section letters. */
  @Column('text', { array: true })
  sectors: string[];

  @Column('text', { name: 'provider_kind', nullable: true })
  providerKind: ProviderKind | null;

  @Column('text', { name: 'broker_id', nullable: true })
  brokerId: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** When somebody who may speak for it was approved, or a scheme brought it; null until then: only its own see it. */
  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt: Date | null;
}

/** Where an employer works. */
@Entity('employer_site')
export class EmployerSite {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'employer_id' })
  employerId: string;

  @Column('text')
  name: string;

  @Column('text')
  postcode: string;

  @Column('point', { transformer: placeColumn })
  place: Place;
}
