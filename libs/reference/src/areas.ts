import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { BadInput, shorten } from '#platform';
import { Area, AreaKind } from './area.entity.js';
import type { AreaInput } from './area.graphql.js';
import { likeness, spellingOf, wordsOf } from './likeness.js';

/** West, south, east and north in metres of the National Grid. */
type Bounds = readonly [number, number, number, number];

/** An area with its global id: `area_e12000007`. */
export interface ListedArea extends Area {
  readonly id: string;
  readonly bounds: Bounds;
}

/** An area that something is to be in or near, ready for SQL. */
export interface Reach {
  readonly districts: readonly string[];
  readonly metres: number;
  /** A box that holds all of it, as PostgreSQL writes one: what an index on places takes. */
  readonly around: string;
}

/** How far outside the outline of its district a place may lie: see `district_at`. */
const ASTRAY = 2000;

/** The global id of an area: ids are letters and digits. */
const idOf = (code: string): string => `area_${code.toLowerCase().replaceAll('-', '')}`;

/** The areas of England: some 360, read at the first question and kept; a re-import is seen at the next start. */
@Injectable()
export class Areas {
  private reading?: Promise<ReadonlyMap<string, ListedArea>>;

  constructor(private readonly manager: EntityManager) {}

  /** The areas of a kind, by name; or of any kind whose name has a word like each word typed. */
  async list(kind?: AreaKind, search?: string): Promise<ListedArea[]> {
    if (search !== undefined && search.length > 100)
      throw new BadInput([{ path: 'search', expected: 'at most 100 characters', got: shorten(search) }]);
    const typed = wordsOf(search ?? '').map(spellingOf);
    const areas = [...(await this.all()).values()].filter((area) => !kind || area.kind === kind);
    return areas.filter(({ name }) => {
      const words = wordsOf(name).map(spellingOf);
      return typed.every((one) => words.some((word) => likeness(one, word) > 0));
    });
  }

  /** One area, or null. */
  async find(code: string): Promise<ListedArea | null> {
    return (await this.all()).get(idOf(code)) ?? null;
  }

  /** One area by its global id, or null. */
  async byId(id: string): Promise<ListedArea | null> {
    return (await this.all()).get(id) ?? null;
  }

  /** The local authorities that an area is made of, by name; none for a local authority. */
  async authoritiesOf({ code }: Pick<Area, 'code'>): Promise<ListedArea[]> {
    const area = await this.find(code);
    return (await this.list(AreaKind.LOCAL_AUTHORITY)).filter(
      (one) => one.code !== code && area?.districts.includes(one.code),
    );
  }

  /** The areas that a local authority belongs to; none for the others. */
  async around({ code }: Pick<Area, 'code'>): Promise<ListedArea[]> {
    return [...(await this.all()).values()].filter(
      (area) => area.code !== code && area.districts.includes(code),
    );
  }

  /**
   * The area that something is to be in or near.
   * @param path of the field it came in, for the error
   * @throws BadInput for a code that no area has
   */
  async reach({ code, nearKm }: AreaInput, path: string): Promise<Reach> {
    const area = await this.find(code);
    if (area) {
      const { districts, bounds } = area;
      const [metres, most] = [nearKm * 1000, Math.max(nearKm * 1000, ASTRAY)];
      const [west, south, east, north] = bounds;
      return {
        districts,
        metres,
        around: `(${west - most},${south - most}),(${east + most},${north + most})`,
      };
    }
    throw new BadInput([
      { path: `${path}.code`, expected: 'the code of an area, as areas lists it', got: shorten(code) },
    ]);
  }

  private async all(): Promise<ReadonlyMap<string, ListedArea>> {
    const areas = await (this.reading ??= this.read());
    if (areas.size === 0) this.reading = undefined;
    return areas;
  }

  private async read(): Promise<ReadonlyMap<string, ListedArea>> {
    try {
      const order = Object.values(AreaKind);
      const bounds = await this.manager.query<{ code: string; bounds: Bounds }[]>(
        `SELECT code, ARRAY[min((bounds[1])[0]), min((bounds[1])[1]), max((bounds[0])[0]), max((bounds[0])[1])] AS bounds
         FROM area JOIN area_part ON district = ANY(districts) GROUP BY code`,
      );
      const byCode = new Map(bounds.map((row) => [row.code, row.bounds]));
      const areas = (await this.manager.find(Area)).map((area) => ({
        ...{ ...area, id: idOf(area.code), bounds: byCode.get(area.code) ?? ([0, 0, 0, 0] as const) },
      }));
      areas.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.name < b.name ? -1 : 1));
      return new Map(areas.map((area) => [area.id, area]));
    } catch (error) {
      this.reading = undefined;
      throw error;
    }
  }
}

/**
 * SQL: something is in the area, or at most so many metres outside. What is inside is told by its district, as it was
 * found when it was written; what is near, by its distance to the districts’ outlines. That is measured only where their
 * bounds are near enough, in a CASE: the planner thinks both as cheap, and measuring a region first took a hundred times as long.
 * @param row alias of a table with `district` and `place`
 * @param add takes a parameter's value and answers how it is written: `$3`
 */
export function inOrNear(
  { districts, metres, around }: Reach,
  row: string,
  add: (value: unknown) => string,
): string {
  const names = add(districts);
  const inside = `${row}.district = ANY(${names})`;
  if (metres === 0) return inside;
  const most = `${add(metres)}::float8`;
  return `(${inside} OR ${row}.place <@ ${add(around)}::box AND EXISTS (SELECT FROM area_part part WHERE part.district = ANY(${names})
    AND CASE WHEN ${row}.place <@ box((part.bounds)[0] + point(${most}, ${most}), (part.bounds)[1] - point(${most}, ${most}))
        THEN part.outline <-> ${row}.place <= ${most} ELSE false END))`;
}
