import { createSecretKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { EntityManager } from 'typeorm';
import { Config } from '#platform';
import { type ActingRole, Viewer } from './viewer.js';

/** Reads the access token and finds out, at every request, what its person may do: an ended role or session ends at once. */
@Injectable()
export class ViewerStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    config: Config,
    private readonly manager: EntityManager,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: secretKey(config.tokenSecret),
      algorithms: ['HS256'],
      issuer: 'firsthand',
    });
  }

  async validate({ sub, sid }: { sub: string; sid?: string }): Promise<Viewer | false> {
    const [row] = await this.manager.query<{ is_operator: boolean; roles: ActingRole[] }[]>(
      `SELECT person.is_operator,
              coalesce((SELECT jsonb_agg(jsonb_build_object('role', role, 'schoolId', school_id, 'employerId', employer_id, 'brokerId', broker_id) ORDER BY id)
                        FROM membership WHERE person_id = person.id AND status = 'approved'), '[]') AS roles
       FROM person JOIN session ON session.person_id = person.id AND session.id = $2 AND session.ended_at IS NULL
       WHERE person.id = $1`,
      [sub, sid ?? ''],
    );
    return row ? new Viewer(sub, row.is_operator, row.roles, sid) : false;
  }
}

/**
 * Of a text, each verification would first find out that it is no public key: that took a fifth of the time of an
 * operation. The types know only texts and buffers. Without a secret the strategy refuses to start.
 */
function secretKey(secret: string | undefined): Buffer | string {
  return secret ? (createSecretKey(Buffer.from(secret)) as unknown as Buffer) : '';
}
