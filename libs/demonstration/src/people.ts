import { MembershipStatus, Role } from '#members';
import { Chance } from './chance.js';
import type { MembershipRow, PersonRow } from './rows.js';
import { GIVEN_NAMES, PARTNER_NAMES } from './sector-words.js';
import type { Setting } from './setting.js';

/** Who approved the memberships of a demonstration, since nobody did. */
const BY_NOBODY = 'demonstration';

/** The people of a demonstration and what they are where. Their names begin with "Demo"; their addresses reach nobody. */
export class People {
  readonly persons: PersonRow[] = [];
  readonly memberships: MembershipRow[] = [];
  private readonly chance: Chance;
  private readonly known = new Map<string, PersonRow[]>();

  constructor(private readonly setting: Setting) {
    this.chance = new Chance(setting.seed, 'people');
  }

  /** Somebody with an account. @param passwordHash null for a person who never signed up here */
  person(
    name: string,
    email: string,
    { passwordHash = null as string | null, isOperator = false } = {},
  ): PersonRow {
    const { ids, now } = this.setting;
    const person: PersonRow = {
      id: ids.next('person', now),
      name,
      email,
      email_verified_at: now,
      password_hash: passwordHash,
      is_operator: isOperator,
      created_at: now,
    };
    this.persons.push(person);
    return person;
  }

  /** Gives a person an approved role in a school or an employer. */
  join(person: PersonRow, role: Role, where: { schoolId?: string; employerId?: string }): void {
    const { ids, now } = this.setting;
    this.memberships.push({
      id: ids.next('membership', now),
      person_id: person.id,
      school_id: where.schoolId ?? null,
      employer_id: where.employerId ?? null,
      role,
      status: MembershipStatus.APPROVED,
      requested_at: now,
      decided_at: now,
      decided_by: BY_NOBODY,
    });
  }

  /**
   * Somebody who gives time for an employer: one who does already, or a new one.
   * @param kind keeps volunteers and the kinds of young ambassadors of an employer apart
   */
  giverOf(employerId: string, kind: string): PersonRow {
    const key = `${employerId} ${kind}`;
    const known = this.known.get(key) ?? [];
    if (known.length > 0 && this.chance.happens(0.3)) return this.chance.pick(known);
    const [given, family] = [this.chance.pick(GIVEN_NAMES), this.chance.pick(PARTNER_NAMES)];
    const address = `${given}.${family}.${this.persons.length}@people.firsthand.example`.toLowerCase();
    const person = this.person(`Demo ${given} ${family}`, address);
    this.join(person, Role.VOLUNTEER, { employerId });
    this.known.set(key, [...known, person]);
    return person;
  }
}
