import { Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { localDateOf } from '#platform';
import { BankHolidays } from '#reference';
import { PlacementSlot } from './slot.graphql.js';
import { workingDays } from './slot.rules.js';

@Resolver(() => PlacementSlot)
export class PlacementResolver {
  constructor(private readonly bankHolidays: BankHolidays) {}

  @ResolveField(() => Int, {
    description: 'How many days it lasts: weekdays from its first to its last, bank holidays left out.',
  })
  days(@Parent() { startsAt, endsAt }: PlacementSlot): number {
    const holiday = this.bankHolidays.includes.bind(this.bankHolidays);
    return workingDays(localDateOf(startsAt), localDateOf(endsAt), holiday);
  }
}
