import { Extensions } from '@nestjs/graphql';

/** What a field of the schema says in its extensions that is marked `@Personal`. */
export const PERSONAL = 'personal';

/**
 * Marks what tells of a person, and text that somebody has typed and that may. The mark is read by the access matrix
 * (`test/contract/matrix`): what is marked in an answer is guarded there by canaries, what is marked in an input is
 * never repeated in an error. A text that is neither marked nor explained fails that test.
 */
export const Personal = () => Extensions({ [PERSONAL]: true });
