import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Viewer } from '#members';
import { Cursors, type Page, readNamed, rowsOf, type Span, Unauthenticated } from '#platform';
import { JobProfile } from './job-profile.entity.js';
import type { JobProfilesArgs } from './job-profile.graphql.js';
import { queryOf, rankOf, type Words, wordsOf, written } from './search-words.js';

type Found = { rank: number } & Readonly<Record<string, unknown>>;

/** Finds published job profiles, or one's own. */
@Injectable()
export class JobProfileSearch {
  private readonly rows;

  constructor(private readonly manager: EntityManager) {
    this.rows = rowsOf(manager, JobProfile);
  }

  /** The best match first where words are given, and else the newest. One statement, and one to look the words up. */
  async list(viewer: Viewer | undefined, args: JobProfilesArgs): Promise<Page<JobProfile>> {
    const { search, occupation, mine } = args;
    if (mine && !viewer) throw new Unauthenticated();
    const cursors = new Cursors('jobProfiles', { search, occupation, mine: mine && viewer?.personId });
    const span = cursors.span(args, ['text', 'number', 'text']);
    const words = search === undefined ? undefined : await wordsOf(this.manager, search, span.key?.[0]);
    const asked = { args, viewer, words, span };
    const { sql, values } = statement(this.rows.columns('profile'), asked);
    const found = await readNamed<Found>(this.manager, sql, values);
    return cursors.page(
      found.map((row) => ({ rank: row.rank, profile: this.rows.read(row, 'profile') })),
      span,
      (row) => [words ? written(words) : '', row.rank, row.profile.id],
      ({ profile }) => profile,
    );
  }
}

interface Asked {
  args: JobProfilesArgs;
  viewer: Viewer | undefined;
  words: Words | undefined;
  span: Span;
}

function statement(columns: string, { args, viewer, words, span }: Asked) {
  const { occupation, mine } = args;
  const [order, than] = [span.order('DESC'), span.than('DESC')];
  const values: unknown[] = [span.limit];
  const add = (value: unknown) => `$${values.push(value)}`;
  const query = words && `to_tsquery('english', ${add(queryOf(words))})`;
  const where = [mine ? `profile.person_id = ${add(viewer?.personId)}` : `profile.status = 'published'`];
  if (query) where.push(`profile.document @@ ${query}`);
  if (occupation) where.push(`starts_with(profile.occupation, ${add(occupation)})`);
  const position =
    span.key === undefined
      ? 'true'
      : `(rank, "profile.id") ${than} (${add(span.key[1])}::float8, ${add(span.key[2])}::text COLLATE "C")`;
  const sql = `SELECT * FROM (
      SELECT ${query ? rankOf('profile.document', query) : '0::float8'} AS rank, ${columns} FROM job_profile profile
      WHERE ${where.join(' AND ')}) ranked
    WHERE ${position} ORDER BY rank ${order}, "profile.id" ${order} LIMIT $1`;
  return { sql, values };
}
