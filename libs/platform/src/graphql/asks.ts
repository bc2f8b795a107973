import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** What has been found out of a selection, as long as its document is known. */
const answers = new WeakMap<SelectionSetNode, Map<string, boolean>>();

/**
 * Whether a field's selection has a field down a path, `asks(info, 'edges.node.slots')`, in fragments too: what will be
 * asked for can be read along. What a directive leaves out counts as asked for.
 */
export function asks({ fieldNodes, fragments }: GraphQLResolveInfo, path: string): boolean {
  return fieldNodes.some(({ selectionSet }) => selectionSet && remembered(selectionSet, path, fragments));
}

function remembered(
  set: SelectionSetNode,
  path: string,
  fragments: GraphQLResolveInfo['fragments'],
): boolean {
  let known = answers.get(set);
  if (!known) answers.set(set, (known = new Map()));
  let answer = known.get(path);
  if (answer === undefined) known.set(path, (answer = holds(set, path.split('.'), fragments)));
  return answer;
}

/** Fragments form no circle: validation has refused those. */
function holds(
  set: SelectionSetNode | undefined,
  path: readonly string[],
  fragments: GraphQLResolveInfo['fragments'],
): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  return Boolean(
    set?.selections.some((selection) => {
      if (selection.kind === Kind.FIELD)
        return selection.name.value === name && holds(selection.selectionSet, rest, fragments);
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
      return holds(inner?.selectionSet, path, fragments);
    }),
  );
}
