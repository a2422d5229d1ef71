import type { Customer, CustomerMetadata } from './customer.ts';
import type { Complaints } from './errors.ts';
import { type JsonObject, readFlagField, readTextField } from './request-body.ts';
import type { LagoStore } from './store.ts';

/** The entries that a write leaves behind, or why it is refused. */
export type MetadataChange =
  | { readonly entries: readonly CustomerMetadata[] }
  | { readonly complaints: Complaints };

const mostEntries = 5;
const longestKey = 20;
const longestValue = 100;

/**
 * Replaces all entries: one that is sent with its id is kept and changed, any other is new. What is not sent goes away
 * only at the end, so that a known key without its id collides with the entry that it was meant to replace.
 */
export function replaceMetadata(
  customer: Customer,
  input: readonly JsonObject[],
  store: LagoStore,
): MetadataChange {
  if (input.length > mostEntries) return { complaints: { metadata: ['invalid_count'] } };
  const known = new Map(customer.metadata.map((entry) => [entry.lago_id, entry]));
  const kept = new Set<string>();
  for (const each of input) {
    const entry = readEntry(each, known.get(readTextField(each, 'id') ?? ''), store);
    const complaints = complaintsAbout(entry, [...known.values()]);
    if (complaints !== null) return { complaints };
    known.set(entry.lago_id, entry);
    kept.add(entry.lago_id);
  }
  return { entries: [...known.values()].filter(({ lago_id }) => kept.has(lago_id)) };
}

function readEntry(
  input: JsonObject,
  current: CustomerMetadata | undefined,
  store: LagoStore,
): CustomerMetadata {
  const entry = current ?? {
    lago_id: store.newId('customer-metadata'),
    key: '',
    value: '',
    display_in_invoice: false,
    created_at: store.now(),
  };
  return {
    ...entry,
    key: readTextField(input, 'key') ?? entry.key,
    value: readTextField(input, 'value') ?? entry.value,
    display_in_invoice: readFlagField(input, 'display_in_invoice') ?? entry.display_in_invoice,
  };
}

function complaintsAbout(entry: CustomerMetadata, others: readonly CustomerMetadata[]): Complaints | null {
  if (entry.key === '') return { key: ['value_is_mandatory'] };
  if ([...entry.key].length > longestKey) return { key: ['value_is_too_long'] };
  if (entry.value === '') return { value: ['value_is_mandatory'] };
  if ([...entry.value].length > longestValue) return { value: ['value_is_too_long'] };
  const taken = others.some(({ key, lago_id }) => key === entry.key && lago_id !== entry.lago_id);
  return taken ? { key: ['value_already_exist'] } : null;
}
