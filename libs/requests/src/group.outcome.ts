import { createUnionType, Field, Int, ObjectType } from '@nestjs/graphql';
import { Problem } from '#platform';
import { PupilGroupType } from './group.graphql.js';
import { RollType } from './roll.graphql.js';

@ObjectType({ description: 'The groups as they are now.' })
export class DeclareGroupsSuccess {
  @Field(() => [PupilGroupType], { description: 'The groups you declared, in your order.' })
  groups: PupilGroupType[];

  constructor(groups: PupilGroupType[]) {
    this.groups = groups;
  }
}

@ObjectType({ description: 'The roll as it is now.' })
export class DeclareRollSuccess {
  @Field(() => RollType, { description: 'The roll.' })
  roll: RollType;

  constructor(roll: RollType) {
    this.roll = roll;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'A year’s groups would have more pupils together than its roll.',
})
export class RollBelowGroups extends Problem {
  @Field(() => Int, { description: 'The year group.' })
  yearGroup: number;

  @Field(() => Int, { description: 'How many pupils are on the roll.' })
  pupils: number;

  @Field(() => Int, { description: 'How many pupils its groups have together.' })
  groupsSum: number;

  constructor(yearGroup: number, pupils: number, groupsSum: number) {
    super(
      'ROLL_BELOW_GROUPS',
      `The groups of Year ${yearGroup} have ${groupsSum} pupils together, and its roll has ${pupils}. ` +
        'Declare smaller groups, or a larger roll with declareRoll.',
    );
    this.yearGroup = yearGroup;
    this.pupils = pupils;
    this.groupsSum = groupsSum;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'A group is not as you saw it: somebody changed it, or there is one already.',
})
export class GroupChangedMeanwhile extends Problem {
  @Field(() => PupilGroupType, { description: 'The group as it is now.' })
  current: PupilGroupType;

  constructor(current: PupilGroupType) {
    super(
      'GROUP_CHANGED_MEANWHILE',
      `Group ${current.code} of Year ${current.yearGroup} has ${current.size} pupils, at version ${current.version}. ` +
        'Look at it again, then repeat with that version.',
    );
    this.current = current;
  }
}

@ObjectType({
  implements: () => [Problem],
  description: 'The roll is not as you saw it: somebody declared it anew, or there is one already.',
})
export class RollChangedMeanwhile extends Problem {
  @Field(() => RollType, { description: 'The roll as it stands.' })
  current: RollType;

  constructor(current: RollType) {
    super(
      'ROLL_CHANGED_MEANWHILE',
      `The roll of Year ${current.yearGroup} is ${current.pupils}, at version ${current.version}. ` +
        'Look at it again, then repeat with that version.',
    );
    this.current = current;
  }
}

export const DeclareGroupsResult = createUnionType({
  name: 'DeclareGroupsResult',
  description: 'What comes of declaring groups.',
  types: () => [DeclareGroupsSuccess, GroupChangedMeanwhile, RollBelowGroups] as const,
});

export const DeclareRollResult = createUnionType({
  name: 'DeclareRollResult',
  description: 'What comes of declaring a roll.',
  types: () => [DeclareRollSuccess, RollChangedMeanwhile, RollBelowGroups] as const,
});
