import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { grouped, inOrder, perRequest } from '#platform';
import { PupilGroup } from './group.entity.js';
import { Request } from './request.entity.js';

/** A group as one request names it. */
type Named = PupilGroup & { requestId: string };

/** Requests and their groups in batches, one statement a request each. */
@Injectable()
export class RequestLoader {
  constructor(private readonly manager: EntityManager) {}

  private readonly requests = perRequest<string, Request | null>(async (ids) =>
    inOrder(ids, await this.manager.findBy(Request, { id: In([...ids]) }), ({ id }) => id),
  );

  private readonly groups = perRequest<string, PupilGroup[]>(async (ids) =>
    grouped(
      ids,
      await this.manager.query<Named[]>(
        `SELECT link.request_id AS "requestId", named.id, named.school_id AS "schoolId", named.code, named.size,
           named.academic_year AS "academicYear", named.year_group AS "yearGroup"
         FROM request_group link JOIN pupil_group named ON named.id = link.group_id
         WHERE link.request_id = ANY($1) ORDER BY named.year_group, named.code`,
        [[...ids]],
      ),
      ({ requestId }) => requestId,
    ),
  );

  /** A request by id, whoever may see it: for those who reached it through something they may see. */
  byId(context: object, id: string): Promise<Request | null> {
    return this.requests(context).load(id);
  }

  /** The groups that a request names, by year group and code. */
  groupsOf(context: object, requestId: string): Promise<PupilGroup[]> {
    return this.groups(context).load(requestId);
  }
}
