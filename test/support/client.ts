import supertest from 'supertest';

/** An answer of the API, as it came over HTTP. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; fields?: { path: string; expected: string; got?: string }[] };
  }[];
}

/** Speaks to the API over real HTTP as one person. */
export class Client {
  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  /** Sends an operation and returns the whole answer, errors and all. */
  async send<Data = Record<string, unknown>>(query: string, variables: object = {}): Promise<Answer<Data>> {
    const request = supertest(this.url).post('/graphql').set('content-type', 'application/json');
    if (this.token) void request.set('authorization', `Bearer ${this.token}`);
    return (await request.send({ query, variables })).body as Answer<Data>;
  }

  /** Sends an operation that must succeed and returns its data. */
  async ask<Data = Record<string, never>>(query: string, variables: object = {}): Promise<Data> {
    const { data, errors } = await this.send<Data>(query, variables);
    if (errors) throw new Error(`The API answered: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Sends an operation that must fail and returns the code of its first error. */
  async refusal(query: string, variables: object = {}): Promise<string> {
    const { errors, data } = await this.send(query, variables);
    return errors?.[0]?.extensions.code ?? `no error, but ${JSON.stringify(data)}`;
  }
}
