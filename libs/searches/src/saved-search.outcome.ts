import { createUnionType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { changedMeanwhile, Problem } from '#platform';
import { SavedSearchType } from './saved-search.graphql.js';

@ObjectType({ description: 'The saved search as it is now.' })
export class SavedSearchSuccess {
  @Field(() => SavedSearchType, { description: 'The saved search.' })
  savedSearch: SavedSearchType;

  constructor(savedSearch: SavedSearchType) {
    this.savedSearch = savedSearch;
  }
}

@ObjectType({ description: 'The search is forgotten, with what you have been told of by it.' })
export class DeleteSavedSearchSuccess {
  @Field(() => ID, { description: 'The id it had.' })
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}

@ObjectType({ implements: () => [Problem], description: 'The saved search was changed after you saw it.' })
export class SavedSearchChangedMeanwhile extends changedMeanwhile(
  () => SavedSearchType,
  'saved search',
  'SAVED_SEARCH',
) {}

@ObjectType({ implements: () => [Problem], description: 'You have as many saved searches as one may have.' })
export class TooManySavedSearches extends Problem {
  @Field(() => Int, { description: 'How many one may have.' })
  limit: number;

  constructor(limit: number) {
    super(
      'TOO_MANY_SAVED_SEARCHES',
      `You have ${limit} saved searches, as many as one may have. Delete or change one first.`,
    );
    this.limit = limit;
  }
}

export const SaveSearchResult = createUnionType({
  name: 'SaveSearchResult',
  description: 'What comes of saving a search.',
  types: () => [SavedSearchSuccess, TooManySavedSearches] as const,
});

export const ChangeSavedSearchResult = createUnionType({
  name: 'ChangeSavedSearchResult',
  description: 'What comes of changing a saved search.',
  types: () => [SavedSearchSuccess, SavedSearchChangedMeanwhile] as const,
});

export const DeleteSavedSearchResult = createUnionType({
  name: 'DeleteSavedSearchResult',
  description: 'What comes of deleting a saved search.',
  types: () => [DeleteSavedSearchSuccess, SavedSearchChangedMeanwhile] as const,
});
