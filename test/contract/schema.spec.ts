import {
  buildSchema,
  findBreakingChanges,
  type GraphQLArgument,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { existsSync, readFileSync } from 'node:fs';
import { schemaText } from '../../apps/api/schema.js';

const committed = 'apps/api/schema.graphql';
const released = 'apps/api/schema.released.graphql';

/** Objects that are told of another one and found nowhere else. A new one belongs here only if nobody will link to it. */
const values = [
  'ActivityFacet',
  'Applicant',
  'Attendance',
  'BankHoliday',
  'BenchmarkPolicyEdition',
  'ChangedValue',
  'ClearedPair',
  'ClearingObjective',
  'ClearingResult',
  'CriteriaEdition',
  'CriteriaPosition',
  'CriterionPosition',
  'DateWindow',
  'DayOff',
  'EvidencePoint',
  'ExamWindow',
  'FairnessFigures',
  'FairnessReport',
  'GroupFairness',
  'HistoryEntry',
  'LocalAuthority',
  'Match',
  'MeaningfulnessFor',
  'MissType',
  'ModeFacet',
  'ObstacleTally',
  'OfferFacets',
  'PageInfo',
  'Place',
  'Postcode',
  'PupilBounds',
  'PupilsOfYear',
  'RequestNeed',
  'SavedSearchArea',
  'SavedSearchFilter',
  'SavedSearchNear',
  'SchoolCalendar',
  'SchoolPosition',
  'SchoolTerm',
  'ScorePart',
  'SectorFacet',
  'SeriesDate',
  'SignInProvider',
  'Viewer',
  'WhyNotType',
  'YearGroupFacet',
  'YearGroupPosition',
  'YearNeed',
];

/** Every element of a schema that says nothing of itself. */
function undescribed(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name),
  );
  return types.flatMap((type) => {
    const missing = type.description ? [] : [type.name];
    if (isEnumType(type))
      missing.push(
        ...type
          .getValues()
          .filter(({ description }) => !description)
          .map(({ name }) => `${type.name}.${name}`),
      );
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (!field.description) missing.push(`${type.name}.${field.name}`);
        const args: readonly GraphQLArgument[] = 'args' in field ? field.args : [];
        missing.push(
          ...args
            .filter(({ description }) => !description)
            .map(({ name }) => `${type.name}.${field.name}(${name})`),
        );
      }
    }
    return missing;
  });
}

describe('the contract', () => {
  let text: string;
  beforeAll(async () => void (text = await schemaText()));

  it('is committed as the code makes it (renew it with `npm run schema`)', () => {
    expect(readFileSync(committed, 'utf8')).toBe(text);
  });

  it('breaks nothing that was released, unless the CHANGELOG says so', () => {
    if (!existsSync(released)) throw new Error(`${released} is missing`);
    const breaking = findBreakingChanges(buildSchema(readFileSync(released, 'utf8')), buildSchema(text));
    const changelog = readFileSync('CHANGELOG.md', 'utf8');
    expect(
      breaking
        .map(({ description }) => description)
        .filter((description) => !changelog.includes(description)),
    ).toEqual([]);
  });

  it('describes every type, field, argument and value', () => {
    expect(undescribed(buildSchema(text))).toEqual([]);
  });

  it('would notice a field without a description', () => {
    expect(undescribed(buildSchema('"""a""" type Query { silent: Int }'))).toEqual(['Query.silent']);
  });

  it('gives every object a global id, but for values and answers', () => {
    const objects = Object.values(buildSchema(text).getTypeMap()).filter(isObjectType);
    const without = objects.filter((type) => {
      const implemented = type.getInterfaces().map(({ name }) => name);
      return !implemented.includes('Node') && !implemented.includes('Problem');
    });
    const answers = /^__|^(Query|Mutation)$|(Success|Connection|Edge)$/;
    expect(without.map(({ name }) => name).filter((name) => !answers.test(name))).toEqual(values);
  });

  it('answers every mutation with a union whose problems implement Problem', () => {
    const schema = buildSchema(text);
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    expect(mutations.length).toBeGreaterThan(10);
    for (const { name, type, args } of mutations) {
      const union = schema.getType(String(type).replace('!', ''));
      if (!isUnionType(union)) throw new Error(`${name} answers ${String(type)}, which is not a union`);
      const [success, ...problems] = union.getTypes();
      expect({ name, args: args.map((arg) => arg.name) }).toEqual({ name, args: ['input'] });
      const members = [success, ...problems].filter((member) => member?.name.endsWith('Success') === false);
      expect({
        name,
        not: members
          .filter((member) => !member?.getInterfaces().some((one) => one.name === 'Problem'))
          .map((member) => member?.name),
      }).toEqual({ name, not: [] });
    }
  });
});
