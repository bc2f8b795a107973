import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager, type SelectQueryBuilder } from 'typeorm';
import {
  BadInput,
  Cursors,
  Nodes,
  NotFound,
  type Page,
  type PageArgs,
  type Place,
  pointOf,
  type Span,
} from '#platform';
import type { AreaInput } from './area.graphql.js';
import { Areas, inOrNear } from './areas.js';
import { Places } from './places.js';
import { School } from './school.entity.js';
import type { LocalAuthorityType, SchoolsArgs } from './school.graphql.js';
import { searchable } from './school.words.js';

/** Reads the register of schools. Everybody may. */
@Injectable()
export class Schools implements OnModuleInit {
  constructor(
    private readonly manager: EntityManager,
    private readonly places: Places,
    private readonly nodes: Nodes,
    private readonly areas: Areas,
  ) {}

  onModuleInit(): void {
    this.nodes.register('school', 'School', (_viewer, id) => this.manager.findOneBy(School, { id }));
  }

  /**
   * The school with this URN, open or closed.
   * @throws BadInput if it cannot be a URN; NotFound if the register has no such school
   */
  async byUrn(urn: number): Promise<School> {
    if (urn < 100_000 || urn > 999_999)
      throw new BadInput([{ path: 'urn', expected: 'a URN: six digits', got: String(urn) }]);
    const school = await this.manager.findOneBy(School, { urn });
    if (!school) throw new NotFound('school with URN', urn);
    return school;
  }

  /** Schools by distance where a place is given, else by name. */
  async list(args: SchoolsArgs): Promise<Page<School>> {
    const { first, after, last, before, near, within, ...filters } = args;
    const page = { first, after, last, before };
    const origin = await this.places.origin(args);
    const cursors = new Cursors('schools', { near, within, ...filters });
    const query = this.manager.createQueryBuilder(School, 'school');
    narrow(query, filters);
    if (filters.area) await this.narrowToArea(query, filters.area);
    return origin
      ? byDistance(query, { origin, within }, cursors, cursors.span(page, ['number', 'text']))
      : byName(query, cursors, cursors.span(page, ['text', 'text']));
  }

  private async narrowToArea(query: SelectQueryBuilder<School>, area: AreaInput): Promise<void> {
    const reach = await this.areas.reach(area, 'area');
    let count = 0;
    const add = (value: unknown) => {
      query.setParameter(`area${(count += 1)}`, value);
      return `:area${count}`;
    };
    query.andWhere(inOrNear(reach, 'school', add));
  }

  /** The local authority of a school, where the open data has it. */
  localAuthorityOf({ laCode, laOnsCode, laName }: School): LocalAuthorityType | null {
    return laCode ? { code: laCode, onsCode: laOnsCode, name: laName } : null;
  }
}

type Filters = Omit<SchoolsArgs, keyof PageArgs | 'near' | 'within'>;

function narrow(
  query: SelectQueryBuilder<School>,
  { search, region, localAuthority, phases, kinds, includeClosed }: Filters,
): void {
  const words = searchable(search ?? '')
    .split(' ')
    .filter(Boolean);
  words.forEach((word, i) =>
    query.andWhere(`' ' || school.search_text LIKE :word${i}`, { [`word${i}`]: `% ${word}%` }),
  );
  if (search && words.length === 0) query.andWhere('false');
  if (region) query.andWhere('school.region = :region', { region });
  if (localAuthority) query.andWhere('school.la_code = :localAuthority', { localAuthority });
  if (phases?.length) query.andWhere('school.phase = ANY (:phases)', { phases });
  if (kinds?.length) query.andWhere('school.kind = ANY (:kinds)', { kinds });
  if (!includeClosed) query.andWhere('school.open');
}

async function byName(
  query: SelectQueryBuilder<School>,
  cursors: Cursors,
  span: Span,
): Promise<Page<School>> {
  const order = span.order('ASC');
  query.orderBy('school.name COLLATE "C"', order).addOrderBy('school.id', order).limit(span.limit);
  if (span.key) {
    const [name, id] = span.key;
    query.andWhere(`(school.name COLLATE "C", school.id) ${span.than('ASC')} (:name, :id)`, { name, id });
  }
  return cursors.page(
    await query.getMany(),
    span,
    ({ name, id }) => [name, id],
    (school) => school,
  );
}

/** A school and how far it is. */
interface Near {
  school: School;
  metres: number;
}

async function byDistance(
  query: SelectQueryBuilder<School>,
  { origin, within }: { origin: Place; within?: number },
  cursors: Cursors,
  span: Span,
): Promise<Page<School>> {
  const distance = '(school.place <-> :origin::point)';
  query
    .addSelect(distance, 'metres')
    .setParameter('origin', pointOf(origin))
    .orderBy(distance, span.order('ASC'))
    .addOrderBy('school.id', span.order('ASC'))
    .limit(span.limit);
  if (within !== undefined)
    query.andWhere('school.place <@ circle(:origin::point, :radius)', { radius: within * 1000 });
  if (span.key) {
    const [metres, id] = span.key;
    query.andWhere(`(${distance}, school.id) ${span.than('ASC')} (:metres::float8, :id)`, { metres, id });
  }
  const { entities, raw } = await query.getRawAndEntities<{ metres: number }>();
  const rows = entities.map((school, i): Near => ({ school, metres: raw[i]?.metres ?? 0 }));
  return cursors.page(
    rows,
    span,
    ({ school, metres }) => [metres, school.id],
    ({ school }) => school,
    ({ metres }) => metres,
  );
}
