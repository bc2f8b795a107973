import { type Audience, isOf, type Persona, type Tenant } from './people.js';

/** A text that stands in one field of one row and nowhere else: where it turns up, that field has been read. */
export interface Canary {
  /** The field of the schema: `Viewer.email`. */
  readonly field: string;
  readonly tenant: Tenant;
  /** Who may see it. */
  readonly audience: Audience;
}

/** Everything that is planted, and who saw what of it. */
export class Canaries {
  private readonly planted = new Map<string, Canary>();

  /** Makes a text that may stand in a name, an address, a code or prose. */
  plant(field: string, tenant: Tenant, audience: Audience): string {
    const text = `canary${String(this.planted.size + 1).padStart(4, '0')}`;
    this.planted.set(text, { field, tenant, audience });
    return text;
  }

  /** All canaries that stand in a text. */
  in(text: string): Canary[] {
    const found = new Set(text.toLowerCase().match(/canary\d{4}/g) ?? []);
    return [...found].flatMap((canary) => this.planted.get(canary) ?? []);
  }

  /** What of a text this persona must not see, in words. */
  leaks(text: string, persona: Persona): string[] {
    return this.in(text)
      .filter(({ audience, tenant }) => !isOf(audience, persona, tenant))
      .map(
        ({ field, tenant, audience }) => `${persona} saw ${field} of the ${tenant} tenant (for: ${audience})`,
      );
  }

  /** The canaries, each once. */
  get all(): readonly Canary[] {
    return [...this.planted.values()];
  }
}
