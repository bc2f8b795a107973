import { getMetadataStorage } from 'class-validator';

type Gather = ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas'];

let remembering = false;

/**
 * class-validator gathers the rules of a class out of those of all classes, anew for every value and every object in it:
 * for the arguments of a search that took longer than checking them. Rules stand once their class is declared.
 */
export function rememberRules(): void {
  if (remembering) return;
  remembering = true;
  const storage = getMetadataStorage();
  const gather: Gather = storage.getTargetValidationMetadatas.bind(storage);
  const known = new Map<unknown, Map<string, ReturnType<Gather>>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strict, groups) => {
    let ofClass = known.get(target);
    if (!ofClass) known.set(target, (ofClass = new Map()));
    const how = JSON.stringify([schema, always, strict, groups]);
    let rules = ofClass.get(how);
    if (!rules) ofClass.set(how, (rules = gather(target, schema, always, strict, groups)));
    return rules;
  };
}
