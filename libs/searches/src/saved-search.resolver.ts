import { Args, Context, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer, ViewerType } from '#members';
import { OfferConnection } from '#offers';
import { Allow, CurrentViewer, Nodes, PageArgs, Personal, USUAL_PAGE } from '#platform';
import { SavedSearch } from './saved-search.entity.js';
import {
  ChangeSavedSearchInput,
  SavedSearchConnection,
  SavedSearchFilter,
  SavedSearchNear,
  SavedSearchType,
  SavedSearchVersionInput,
  SaveSearchInput,
} from './saved-search.graphql.js';
import {
  ChangeSavedSearchResult,
  DeleteSavedSearchResult,
  SaveSearchResult,
} from './saved-search.outcome.js';
import { SavedSearches } from './saved-search.service.js';

/** What a search costs to run, besides what is asked of its offers: each is a statement or three of its own. */
const RUNNING = 100;

@Resolver(() => SavedSearchType)
export class SavedSearchResolver {
  constructor(
    private readonly searches: SavedSearches,
    nodes: Nodes,
  ) {
    nodes.register<Viewer>('saved_search', 'SavedSearch', (viewer, id) => searches.find(viewer, id));
  }

  @ResolveField(() => SavedSearchNear, { nullable: true, description: 'Where distance is measured from.' })
  near(@Parent() { criteria }: SavedSearch): SavedSearchNear | null {
    return criteria.near ?? null;
  }

  @ResolveField(() => Int, { nullable: true, description: 'At most this many kilometres from `near`.' })
  within(@Parent() { criteria }: SavedSearch): number | null {
    return criteria.within ?? null;
  }

  @Personal()
  @ResolveField(() => String, { nullable: true, description: 'The words that are looked for.' })
  search(@Parent() { criteria }: SavedSearch): string | null {
    return criteria.search ?? null;
  }

  @ResolveField(() => SavedSearchFilter, { nullable: true, description: 'What narrows it.' })
  filter(@Parent() { criteria }: SavedSearch): SavedSearchFilter | null {
    return criteria.filter ?? null;
  }

  @ResolveField(() => OfferConnection, {
    description: 'What it finds now, in the order of `offers`.',
    complexity: ({ args, childComplexity }) => RUNNING + childComplexity * pageOf(args as PageArgs),
  })
  offers(
    @Parent() search: SavedSearch,
    @Args() args: PageArgs,
    @Context() context: object,
  ): Promise<OfferConnection> {
    return this.searches.offersOf(context, search, args);
  }

  @ResolveField(() => Int, {
    description:
      'How many offers it finds that were first published since you saved it (or changed what it looks for) and that no letter told you of.',
    complexity: RUNNING,
  })
  newOffers(@Parent() search: SavedSearch): Promise<number> {
    return this.searches.newOffers(search);
  }

  @Allow('search:save')
  @Mutation(() => SaveSearchResult, {
    description: 'Keeps a search of offers, and tells you of new ones by mail if you like.',
  })
  saveSearch(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What is looked for, and how often to tell you.' }) input: SaveSearchInput,
  ): Promise<typeof SaveSearchResult> {
    return this.searches.save(viewer, input);
  }

  @Allow('search:save')
  @Mutation(() => ChangeSavedSearchResult, { description: 'Restates a saved search of yours.' })
  changeSavedSearch(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which, and how it reads from now on.' }) input: ChangeSavedSearchInput,
  ): Promise<typeof ChangeSavedSearchResult> {
    return this.searches.change(viewer, input);
  }

  @Allow('search:save')
  @Mutation(() => DeleteSavedSearchResult, { description: 'Forgets a saved search of yours.' })
  deleteSavedSearch(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) input: SavedSearchVersionInput,
  ): Promise<typeof DeleteSavedSearchResult> {
    return this.searches.delete(viewer, input);
  }
}

/** What saved searches add to whoever asks. */
@Resolver(() => ViewerType)
export class ViewerSearchesResolver {
  constructor(private readonly searches: SavedSearches) {}

  @ResolveField(() => SavedSearchConnection, { description: 'Your saved searches, the newest first.' })
  savedSearches(
    @Parent() { id }: ViewerType,
    @Args() args: PageArgs,
    @Context() context: object,
  ): Promise<SavedSearchConnection> {
    return this.searches.ofPerson(context, id, args);
  }
}

function pageOf({ first, last }: PageArgs): number {
  return Math.max(1, first ?? (last ? 1 : USUAL_PAGE), last ?? 1);
}
