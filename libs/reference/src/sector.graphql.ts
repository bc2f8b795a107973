import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Node } from '#platform';
import { SectorLevel } from './sector.entity.js';

registerEnumType(SectorLevel, {
  name: 'SectorLevel',
  description: 'How fine a code of the industrial classification is.',
  valuesMap: {
    SECTION: { description: 'A letter, A to U: what offers and requests name as their sector.' },
    DIVISION: { description: 'Two digits.' },
    GROUP: { description: 'Three digits.' },
    CLASS: { description: 'Four digits.' },
    SUBCLASS: { description: 'Five digits: what companies declare.' },
  },
});

@ObjectType('Sector', {
  implements: () => [Node],
  description: 'A code of the UK Standard Industrial Classification 2007 (ONS, Companies House).',
})
export class SectorType extends Node {
  @Field(() => String, {
    description: 'A letter, or two to five digits without dots: `J`, `62`, `620`, `6201`, `62012`.',
  })
  code: string;

  @Field(() => SectorLevel, { description: 'How fine it is.' })
  level: SectorLevel;

  @Field(() => String, { description: 'Its name in the classification.' })
  name: string;
}
