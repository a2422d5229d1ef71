import { LRUCache } from 'lru-cache';
import type { Customer } from '../billing/customer.ts';
import type { CustomerReference } from '../billing/customer-write.ts';
import type { CustomerAnswers, Question } from './customer-answers.ts';
import { type CustomerPlace, nameOf } from './customer-place.ts';
import { estimateBytes } from './estimate-bytes.ts';
import { type Asked, findAnswer, type KeptAnswers, keepAnswer } from './kept-answers.ts';
import type { Known } from './memory.ts';

/** What is known of customers, one shelf for each, within so much memory: who was not asked about for longest goes first. */
export interface CustomerShelves {
  find<Name extends Question>(
    place: CustomerPlace,
    asked: Asked<Name>,
  ): Known<CustomerAnswers[Name] | null> | null;
  /** The customer of this place, which has its key. Tells how much memory it takes, about. */
  keepCustomer(place: CustomerPlace, asked: Asked<'customer'>, known: Known<Customer>): number;
  /** That there is no such customer, so that nothing else is known of it either. */
  keepAbsence(place: CustomerPlace, asked: Asked<'customer'>, asOf: Date): void;
  /** An answer about a customer who has a shelf: without one nobody knows by what external id a write may name it. */
  keep<Name extends Question>(
    place: CustomerPlace,
    asked: Asked<Name>,
    known: Known<CustomerAnswers[Name] | null>,
  ): void;
  /** Drops what is known of another customer who had the same key as the one of this place. */
  dropPredecessor(place: CustomerPlace): void;
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
  /** The provider's own id; null: there is none, as nobody is there. */
  readonly identity: string | null;
  /** By which it is found as well; null: by none. */
  readonly externalId: string | null;
  /** Where it stands in the cache. */
  readonly name: string;
  /** The name of its link in the cache; null: no external id. */
  readonly linkName: string | null;
  readonly answers: KeptAnswers;
}

/** Where the shelf of an external id is. */
interface Link {
  /** The name of the shelf. */
  readonly shelf: string;
}

/** No customer takes the place of all others. */
const mostOfAll = 1 / 8;

/** A shelf or a link, and its place in the cache. */
const bytesOfEntry = 400;

/** Shelves that take so many bytes at most, as far as that can be told. */
export function createCustomerShelves(maxBytes: number): CustomerShelves {
  const mostOfShelf = Math.ceil(maxBytes * mostOfAll);
  const entries = new LRUCache<string, Shelf | Link>({ maxSize: maxBytes, maxEntrySize: mostOfShelf });

  function findShelf({ name, identity }: CustomerPlace): Shelf | null {
    const entry = entries.get(name);
    const shelf = entry === undefined || isShelf(entry) ? entry : entries.get(entry.shelf);
    if (shelf === undefined || !isShelf(shelf)) return null;
    touchLink(shelf);
    // A link may be one that another shelf has left.
    if (shelf.name !== name && shelf.linkName !== name) return null;
    return identity === undefined || shelf.identity === identity ? shelf : null;
  }

  /** The link is always used after its shelf, so that it goes later: a write that only has the external id finds both. */
  function touchLink({ linkName }: Shelf): void {
    if (linkName !== null) entries.get(linkName);
  }

  function isLinked({ name, linkName }: Shelf): boolean {
    const link = linkName === null ? undefined : entries.peek(linkName);
    return link !== undefined && !isShelf(link) && link.shelf === name;
  }

  function unlink(shelf: Shelf): void {
    if (shelf.linkName !== null && isLinked(shelf)) entries.delete(shelf.linkName);
  }

  function put(shelf: Shelf): void {
    touchLink(shelf);
    const size = bytesOfEntry + 2 * shelf.name.length + shelf.answers.bytes;
    // Another object: the cache takes no new size for the one that it has.
    entries.set(shelf.name, { ...shelf }, { size });
    touchLink(shelf);
  }

  function forget(name: string): void {
    const entry = entries.peek(name);
    entries.delete(name);
    if (entry === undefined) return;
    if (isShelf(entry)) unlink(entry);
    else forget(entry.shelf);
  }

  function dropPredecessor({ name, identity }: CustomerPlace): void {
    const before = entries.peek(name);
    const isAnother = before !== undefined && isShelf(before) && before.identity !== identity;
    if (isAnother) forget(name);
  }

  function keepOn<Name extends Question>(
    shelf: Shelf,
    { question, slot }: Asked<Name>,
    { value, asOf }: Known<CustomerAnswers[Name] | null>,
  ): number {
    const { answers } = shelf;
    const before = answers.bytes;
    const bytes = estimateBytes(value, mostOfShelf);
    keepAnswer(answers, slot, { question, value, asOf, bytes }, mostOfShelf / 2);
    // A customer who is asked about again takes what it took before, more often than not.
    if (answers.bytes !== before) put(shelf);
    return bytes;
  }

  /** The shelf of a customer who is there, with its link. */
  function openShelf(
    place: CustomerPlace,
    { key, externalId, providerCustomerId: identity }: Customer,
  ): Shelf {
    dropPredecessor(place);
    const before = findShelf(place);
    const isSame = before?.exists === true && before.externalId === externalId;
    if (isSame && (externalId === null || isLinked(before))) return before;
    if (before !== null && !isSame) unlink(before);
    const { account, name } = place;
    const linkName = externalId === null ? null : nameOf({ account, reference: { externalId } });
    const answers = before?.exists === true ? before.answers : { bySlot: new Map(), bytes: 0 };
    const shelf = { exists: true, key, identity, externalId, name, linkName, answers };
    put(shelf);
    if (linkName !== null) {
      entries.set(linkName, { shelf: name }, { size: bytesOfEntry + 2 * (linkName.length + name.length) });
    }
    return shelf;
  }

  return {
    dropPredecessor,
    forget: ({ name }) => forget(name),
    namesOf(place) {
      const shelf = findShelf(place);
      const names = [place.reference, ...(shelf === null ? [] : [{ key: shelf.key }])];
      return shelf?.externalId == null ? names : [...names, { externalId: shelf.externalId }];
    },
    find(place, asked) {
      const shelf = findShelf(place);
      return shelf === null ? null : findAnswer(shelf.answers, asked);
    },
    keepCustomer: (place, asked, known) => keepOn(openShelf(place, known.value), asked, known),
    keepAbsence({ name, reference }, { question, slot }, asOf) {
      forget(name);
      // The shelf and the one answer on it, each as long as an entry with its name.
      const size = 2 * (bytesOfEntry + name.length);
      const bySlot = new Map([[slot, { question, value: null, asOf, bytes: size }]]);
      const key = 'key' in reference ? reference.key : '';
      const noIds = { identity: null, externalId: null, linkName: null };
      entries.set(name, { exists: false, key, ...noIds, name, answers: { bySlot, bytes: size } }, { size });
    },
    keep(place, asked, known) {
      const shelf = findShelf(place);
      if (shelf?.exists === true) keepOn(shelf, asked, known);
    },
  };
}

function isShelf(entry: Shelf | Link): entry is Shelf {
  return 'answers' in entry;
}
