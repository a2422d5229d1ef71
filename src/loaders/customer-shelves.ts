import { LRUCache } from 'lru-cache';
import type { Customer } from '../billing/customer.ts';
import type { CustomerReference } from '../billing/customer-write.ts';
import type { CustomerAnswers, Question } from './customer-answers.ts';
import { type CustomerPlace, nameOf } from './customer-place.ts';
import { estimateBytes } from './estimate-bytes.ts';
import type { Known } from './memory.ts';

/** What was asked about a customer, and who may know the answer. */
interface Asked<Name extends Question> {
  readonly question: Name;
  /** With what parameters, as JSON; empty without any. */
  readonly parameters: string;
  readonly audience: string;
}

/** An answer that was kept; null is "does not exist". */
interface Kept<Name extends Question> extends Known<CustomerAnswers[Name] | null> {
  readonly question: Name;
  /** How much memory it takes, about. */
  readonly bytes: number;
}

/** What is known of customers, one shelf for each, within so much memory: who was not asked about for longest goes first. */
export interface CustomerShelves {
  find<Name extends Question>(
    place: CustomerPlace,
    asked: Asked<Name>,
  ): Known<CustomerAnswers[Name] | null> | null;
  /** Tells how much memory the customer takes, about. */
  keepCustomer(account: string, audience: string, known: Known<Customer>): number;
  /** That there is no such customer, so that nothing else is known of it either. */
  keepAbsence(place: CustomerPlace, audience: string, asOf: Date): void;
  /** An answer about a customer who has a shelf: without one nobody knows by what external id a write may name it. */
  keep<Name extends Question>(
    place: CustomerPlace,
    asked: Asked<Name>,
    known: Known<CustomerAnswers[Name] | null>,
  ): void;
  /** Drops what is known of another customer who had the same key. */
  dropPredecessor(account: string, customer: Customer): void;
  /** All names that the customer is known by, those of the place included. */
  namesOf(place: CustomerPlace): readonly CustomerReference[];
  /** Drops all that is known of the customer. */
  forget(place: CustomerPlace): void;
}

/** What is known of one customer, or that there is none. */
interface Shelf {
  readonly exists: boolean;
  /** The native key. */
  readonly key: string;
  /** The provider's own id; null: there is none. */
  readonly identity: string | null;
  /** By which it is found as well; null: by none. */
  readonly externalId: string | null;
  /** The one that was kept last comes last. */
  readonly answers: Map<string, Kept<Question>>;
}

/** Where the shelf of an external id is. */
interface Link {
  readonly key: string;
}

/** Arguments make any number of questions. */
const mostAnswers = 50;

/** No customer takes the place of all others. */
const mostOfAll = 1 / 8;

/** A shelf or a link, and its place in the cache. */
const bytesOfEntry = 400;

/** An answer on a shelf, without its value. */
const bytesOfSlot = 150;

/** Shelves that take so many bytes at most, as far as that can be told. */
export function createCustomerShelves(maxBytes: number): CustomerShelves {
  const mostOfShelf = Math.ceil(maxBytes * mostOfAll);
  const entries = new LRUCache<string, Shelf | Link>({ maxSize: maxBytes, maxEntrySize: mostOfShelf });

  function findShelf({ account, reference, identity }: CustomerPlace): Shelf | null {
    const entry = entries.get(nameOf({ account, reference }));
    if (entry === undefined) return null;
    if (isShelf(entry)) {
      touchLink(account, entry);
      return identity === undefined || entry.identity === identity ? entry : null;
    }
    const shelf = findShelf({ account, reference: { key: entry.key }, identity });
    const isTheSame = 'externalId' in reference && shelf?.externalId === reference.externalId;
    return isTheSame ? shelf : null;
  }

  /** The link is always used after its shelf, so that it goes later: a write that only has the external id finds both. */
  function touchLink(account: string, { externalId }: Shelf): void {
    if (externalId !== null) entries.get(nameOf({ account, reference: { externalId } }));
  }

  function put(account: string, shelf: Shelf): void {
    const name = nameOf({ account, reference: { key: shelf.key } });
    touchLink(account, shelf);
    const size = bytesOfEntry + 2 * name.length + makeRoom(shelf.answers, mostOfShelf / 2);
    // Another object: the cache takes no new size for the one that it has.
    entries.set(name, { ...shelf }, { size });
    touchLink(account, shelf);
  }

  function unlink(account: string, externalId: string | null, key: string): void {
    if (externalId === null) return;
    const name = nameOf({ account, reference: { externalId } });
    const entry = entries.peek(name);
    if (entry !== undefined && !isShelf(entry) && entry.key === key) entries.delete(name);
  }

  function forget(place: CustomerPlace): void {
    const { account, reference } = place;
    const entry = entries.peek(nameOf(place));
    entries.delete(nameOf(place));
    if (entry === undefined) return;
    if (!isShelf(entry)) forget({ account, reference: { key: entry.key } });
    else if ('key' in reference) unlink(account, entry.externalId, reference.key);
  }

  function dropPredecessor(account: string, { key, providerCustomerId }: Customer): void {
    const before = entries.peek(nameOf({ account, reference: { key } }));
    const isAnother = before !== undefined && isShelf(before) && before.identity !== providerCustomerId;
    if (isAnother) forget({ account, reference: { key } });
  }

  return {
    forget,
    dropPredecessor,
    namesOf({ account, reference }) {
      const shelf = findShelf({ account, reference });
      const names = [reference, ...(shelf === null ? [] : [{ key: shelf.key }])];
      return shelf?.externalId == null ? names : [...names, { externalId: shelf.externalId }];
    },
    find<Name extends Question>(place: CustomerPlace, asked: Asked<Name>) {
      const kept = findShelf(place)?.answers.get(slotOf(asked));
      return kept !== undefined && isOf(asked.question, kept) ? kept : null;
    },
    keepCustomer(account, audience, known) {
      const { key, externalId, providerCustomerId: identity } = known.value;
      dropPredecessor(account, known.value);
      const before = findShelf({ account, reference: { key } });
      if (before !== null && before.externalId !== externalId) unlink(account, before.externalId, key);
      const answers = before?.exists === true ? before.answers : new Map<string, Kept<Question>>();
      const bytes = estimateBytes(known.value, mostOfShelf);
      remember(answers, customerTo(audience), { ...known, question: 'customer', bytes });
      put(account, { exists: true, key, identity, externalId, answers });
      if (externalId !== null) {
        const name = nameOf({ account, reference: { externalId } });
        entries.set(name, { key }, { size: bytesOfEntry + 2 * (name.length + key.length) });
      }
      return bytes;
    },
    keepAbsence(place, audience, asOf) {
      forget(place);
      const name = nameOf(place);
      const size = 2 * (bytesOfEntry + name.length);
      const kept = { question: 'customer', value: null, asOf, bytes: size } as const;
      const answers = new Map([[slotOf(customerTo(audience)), kept]]);
      const key = 'key' in place.reference ? place.reference.key : '';
      entries.set(name, { exists: false, key, identity: null, externalId: null, answers }, { size });
    },
    keep(place, asked, known) {
      const shelf = findShelf(place);
      if (shelf === null || !shelf.exists) return;
      const bytes = estimateBytes(known.value, mostOfShelf);
      remember(shelf.answers, asked, { ...known, question: asked.question, bytes });
      put(place.account, shelf);
    },
  };
}

const customerTo = (audience: string) => ({ question: 'customer', parameters: '', audience }) as const;

/** JSON tells itself where it ends. */
function slotOf({ question, parameters, audience }: Asked<Question>): string {
  return `${question}${parameters}${audience}`;
}

function isShelf(entry: Shelf | Link): entry is Shelf {
  return 'answers' in entry;
}

function isOf<Name extends Question>(question: Name, kept: Kept<Question>): kept is Kept<Name> {
  return kept.question === question;
}

function remember(answers: Shelf['answers'], asked: Asked<Question>, kept: Kept<Question>): void {
  const slot = slotOf(asked);
  answers.delete(slot);
  answers.set(slot, kept);
}

const dear: ReadonlySet<Question> = new Set(['customer', 'entitlements']);

/** Lets the oldest answers go until the rest is few enough and fits; tells how much memory that takes. */
function makeRoom(answers: Shelf['answers'], most: number): number {
  const sizeOf = (slot: string, { bytes }: Kept<Question>) => bytes + 2 * slot.length + bytesOfSlot;
  let total = 0;
  for (const [slot, kept] of answers) total += sizeOf(slot, kept);
  // What keeps a customer in goes last.
  for (const isDear of [false, true]) {
    for (const [slot, kept] of answers) {
      if (total <= most && answers.size <= mostAnswers) return total;
      if (dear.has(kept.question) !== isDear) continue;
      answers.delete(slot);
      total -= sizeOf(slot, kept);
    }
  }
  return total;
}
