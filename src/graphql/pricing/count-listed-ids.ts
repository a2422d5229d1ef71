import type { PricedField } from './priced-field.ts';

/**
 * How many ids the lists of an operation's fields hold, each as often as it is given: every one is a place in the answer, and the
 * same customer again costs no call.
 */
export function countListedIds(fields: readonly PricedField[]): number {
  return fields.reduce((count, { name, arguments: { ids, externalIds } }) => {
    const list = name === 'nodes' ? ids : name === 'accounts' ? externalIds : [];
    return count + (Array.isArray(list) ? list.length : 0);
  }, 0);
}
