/** What a membership belongs to: exactly one of the three is set. */
export interface Organisation {
  readonly schoolId: string | null;
  readonly employerId: string | null;
  readonly brokerId: string | null;
}

/** The id of whichever it is. Ids begin with their noun, so no two organisations of any kind share one. */
export function organisationId({ schoolId, employerId, brokerId }: Partial<Organisation>): string {
  return schoolId ?? employerId ?? brokerId ?? '';
}

/** A school, an employer or a broker alone. */
export function organisationOf(one: Partial<Organisation>): Organisation {
  return { schoolId: null, employerId: null, brokerId: null, ...one };
}
