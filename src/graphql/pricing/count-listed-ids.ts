import { rootFields, type SelectedOperation } from './selected-field.ts';

/**
 * How many ids the lists of an operation hold, each as often as it is given: every one is a place in the answer, and the
 * same customer again costs no call.
 */
export function countListedIds(operation: SelectedOperation): number {
  return rootFields(operation).reduce((count, { name, arguments: { ids, externalIds } }) => {
    const list = name === 'nodes' ? ids : name === 'accounts' ? externalIds : [];
    return count + (Array.isArray(list) ? list.length : 0);
  }, 0);
}
