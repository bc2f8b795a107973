import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { grouped, inOrder, perRequest, rowsOf } from '#platform';
import { PupilGroup } from './group.entity.js';
import { Request } from './request.entity.js';

/** Requests and their groups in batches, one statement a request each. */
@Injectable()
export class RequestLoader {
  private readonly rows;

  constructor(private readonly manager: EntityManager) {
    this.rows = rowsOf(manager, PupilGroup);
  }

  private readonly requests = perRequest<string, Request | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Request, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly groups = perRequest<string, PupilGroup[]>(async (ids) => {
    const found = await this.manager.query<({ requestId: string } & Record<string, unknown>)[]>(
      `SELECT link.request_id AS "requestId", ${this.rows.columns('named')}
       FROM request_group link JOIN pupil_group named ON named.id = link.group_id
       WHERE link.request_id = ANY($1) ORDER BY named.year_group, named.code`,
      [[...ids]],
    );
    const lists = grouped(ids, found, ({ requestId }) => requestId);
    return lists.map((list) => list.map((row) => this.rows.read(row, 'named')));
  });

  /** A request by id, whoever may see it: for those who reached it through something they may see. */
  byId(context: object, id: string): Promise<Request | null> {
    return this.requests(context).load(id);
  }

  /** The groups that a request names, by year group and code. */
  groupsOf(context: object, requestId: string): Promise<PupilGroup[]> {
    return this.groups(context).load(requestId);
  }
}
