import { isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { isPrivate } from '#platform';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Cell, fieldsOf, type Heard, nodeCells, operationCells, personalCells } from './matrix/cells.js';
import { entries } from './matrix/entries.js';
import { fields, personal } from './matrix/fields.js';
import { operationsOf, schemaOf } from './matrix/operations.js';
import { isOf, everybody } from './matrix/people.js';
import { summary, surprises } from './matrix/report.js';
import { impersonal, marked, textsOf } from './matrix/texts.js';
import { typed } from './matrix/typed.js';
import { type Thing, worldOf, type World } from './matrix/world.js';

let app: TestApp;
let world: World;
const lines: string[] = [];
const heard: Heard[] = [];
const cells: Cell[] = [];
beforeAll(async () => {
  app = await startTestApp({ LOG_LEVEL: 'trace' }, { log: { write: (line) => void lines.push(line) } });
  world = await worldOf(app);
  cells.push(...(await nodeCells(world, heard)), ...(await operationCells(world, heard)));
  cells.push(...personalCells(world, heard));
}, 120_000);
afterAll(() => app?.stop());

const leaksOf = ({ persona, answer }: Heard) => world.canaries.leaks(JSON.stringify(answer), persona);

/** What one list names and the other does not. */
const without = (names: readonly string[], known: object) => names.filter((name) => !(name in known));

describe('the access matrix', () => {
  it('has an entry for every operation: say in matrix/entries.ts what is sent, for whom it is and what they get', () => {
    const names = operationsOf(app).map(({ name }) => name);
    expect({ unexplained: without(names, entries) }).toEqual({ unexplained: [] });
    expect({ gone: Object.keys(entries).filter((name) => !names.includes(name)) }).toEqual({ gone: [] });
  });

  it('has a thing of every noun: add one to `things` in matrix/world.ts, with who sees it', () => {
    const node = schemaOf(app).getType('Node');
    const types = isInterfaceType(node)
      ? schemaOf(app)
          .getPossibleTypes(node)
          .map(({ name }) => name)
      : [];
    const there = Object.values(world.objects.own).flatMap((thing: Thing | object | number) =>
      typeof thing === 'object' && 'type' in thing ? thing.type : [],
    );
    expect({ unexplained: types.filter((type) => !there.includes(type)) }).toEqual({ unexplained: [] });
  });

  it('has an entry for every field that leads from a noun: add it to `fields` in matrix/fields.ts', () => {
    const node = schemaOf(app).getType('Node');
    const types = isInterfaceType(node) ? schemaOf(app).getPossibleTypes(node) : [];
    const names = types.flatMap((type) => fieldsOf(type).map((field) => `${type.name}.${field}`));
    expect({ unexplained: without(names, fields) }).toEqual({ unexplained: [] });
    expect({ gone: Object.keys(fields).filter((name) => !names.includes(name)) }).toEqual({ gone: [] });
  });

  it('knows of every text whether it is personal: mark it @Personal(), or explain it in matrix/texts.ts', () => {
    const texts = textsOf({ app }, (type) => isObjectType(type) || isInputObjectType(type));
    const unmarked = texts.filter((text) => !text.personal).map(({ name }) => name);
    expect({ unexplained: without(unmarked, impersonal) }).toEqual({ unexplained: [] });
    expect({ gone: Object.keys(impersonal).filter((name) => !unmarked.includes(name)) }).toEqual({
      gone: [],
    });
  });

  it('says of every personal field who reads it: add it to `personal` in matrix/fields.ts, with a canary in plant.ts', () => {
    const names = marked({ app }, isObjectType);
    expect(names.length).toBeGreaterThan(10);
    expect({ unexplained: without(names, personal) }).toEqual({ unexplained: [] });
  });

  it('comes out as permissions and ownership say, cell by cell', () => {
    const leaks = heard.flatMap(leaksOf);
    process.stdout.write(`${summary(cells, leaks, world.canaries.all.length)}\n`);
    expect(surprises(cells)).toEqual([]);
  });

  it('shows no canary to whom it is not for, in no error and in no line of the log', () => {
    expect([...new Set(heard.flatMap(leaksOf))]).toEqual([]);
    const errors = heard.flatMap(({ answer }) => answer.errors ?? []);
    expect(errors.length).toBeGreaterThan(100);
    expect(errors.filter((error) => world.canaries.in(JSON.stringify(error)).length > 0)).toEqual([]);
    expect(lines.length).toBeGreaterThan(heard.length);
    expect(lines.filter((line) => world.canaries.in(line).length > 0)).toEqual([]);
  });

  it('would have seen them: each that is for somebody was read by somebody', () => {
    const read = new Set(heard.flatMap(({ answer }) => world.canaries.in(JSON.stringify(answer))));
    const silent = world.canaries.all.filter(
      (canary) =>
        everybody.some((persona) => isOf(canary.audience, persona, canary.tenant)) && !read.has(canary),
    );
    expect(silent).toEqual([]);
  });

  it('let nobody change what is another tenant’s', async () => {
    const ids = Object.values(world.objects.foreign).flatMap((thing) =>
      typeof thing === 'object' ? thing.id : [],
    );
    const actors = Object.values(world.clients).flatMap(({ personId }) => personId ?? []);
    const changed = await app.dataSource.query<object[]>(
      `SELECT * FROM change WHERE actor = ANY($1) AND noun_id = ANY($2)`,
      [actors, ids],
    );
    expect(changed).toEqual([]);
  });

  it('repeats nothing personal that somebody typed, in no error and in no line of the log', async () => {
    const inputs = marked({ app }, isInputObjectType);
    expect(inputs.filter((name) => !isPrivate(name.split('.')[1] ?? ''))).toEqual([]);
    const before = lines.length;
    const answers = await typed(world);
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.filter(({ errors }) => !errors)).toEqual([]);
    expect(answers.filter((answer) => JSON.stringify(answer).includes('canarytyped'))).toEqual([]);
    expect(lines.length).toBeGreaterThan(before);
    expect(lines.filter((line) => line.includes('canarytyped'))).toEqual([]);
  });
});
