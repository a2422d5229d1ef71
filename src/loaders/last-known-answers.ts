import type { Customer } from '../billing/customer.ts';
import type { CustomerReference } from '../billing/customer-write.ts';
import { type AnswerAges, createAgedMemory, type Keeping } from './aged-memory.ts';
import type { CustomerAnswers, Question } from './customer-answers.ts';
import { type CustomerPlace, placeOf, toPlace } from './customer-place.ts';
import { createCustomerShelves, type CustomerShelves } from './customer-shelves.ts';
import { type Asked, toAsked } from './kept-answers.ts';
import { createKnownStretches, type KnownStretches, type StretchKey } from './known-stretches.ts';
import type { Stretch } from './list-position.ts';
import type { Known, Memory } from './memory.ts';
import type { ProviderKey } from './provider-loader.ts';
import { createSeenCustomers, type SeenCustomers } from './seen-customers.ts';
import { createWriteMarks, type NamedCustomers, type WriteMarks } from './write-marks.ts';

/** The memory of what is asked about customers; null is "does not exist". */
export type CustomerMemory<Value> = Memory<ProviderKey, Value | null>;

/**
 * What an audience was answered before. What is read for one call object is kept only where nothing was written to its
 * account since they were opened for it: adapters remember what they read for as long as the call object.
 */
export interface KnownAnswers {
  customer(): CustomerMemory<Customer>;
  customerByExternalId(): CustomerMemory<Customer>;
  /** By what is asked about customers, and with what parameters as JSON. */
  about<Name extends Question>(question: Name, parameters: string): CustomerMemory<CustomerAnswers[Name]>;
  stretch(): Memory<StretchKey, Stretch>;
}

/** The last good answers of one process. Their values are shared and not copied: nobody may change one. */
export interface LastKnownAnswers {
  /**
   * Opens them for one call object, which has this clock, before anything is read for it. An audience are those who may
   * see the same: no answer ever comes to another one.
   */
  open(audience: string, now: () => Date): KnownAnswers;
  /** Drops what is known of the customers whom a write named, and all lists of their account. */
  forget(written: NamedCustomers): void;
}

interface LastKnownOptions extends AnswerAges {
  /** How much memory they may take, about; 64 MiB when absent. */
  readonly maxBytes?: number;
}

/** Who keeps, for whom, and what may still be kept. */
interface Opened {
  readonly shelves: CustomerShelves;
  readonly stretches: KnownStretches;
  readonly audience: string;
  /** How the audience asks for customers. */
  readonly customer: Asked<'customer'>;
  readonly marks: WriteMarks;
  /** When it was opened, as the marks count. */
  readonly begun: number;
  readonly seen: SeenCustomers;
}

/** The last good answers of a process. */
export function createLastKnownAnswers({
  maxBytes = 64 * 2 ** 20,
  ...ages
}: LastKnownOptions): LastKnownAnswers {
  if (ages.staleIfErrorSeconds === 0 && ages.freshSeconds === 0) return nothingIsKept;
  // The customers of a stretch have shelves of their own, which count them as well.
  const stretches = createKnownStretches(Math.ceil(maxBytes / 4));
  const shelves = createCustomerShelves(Math.ceil((maxBytes * 3) / 4));
  const marks = createWriteMarks();

  return {
    open(audience, now) {
      const customer = toAsked('customer', '', audience);
      const seen = createSeenCustomers();
      const opened = { shelves, stretches, audience, customer, marks, begun: marks.now(), seen };
      return openAnswers(opened, { ...ages, now });
    },
    forget({ account, customers }) {
      // On Lago the external id is the key as well, under which nobody may have been found.
      const places = customers
        .flatMap((reference) =>
          'externalId' in reference ? [reference, { key: reference.externalId }] : [reference],
        )
        .map((reference) => toPlace(account, reference));
      marks.mark({ account, customers: places.flatMap((place) => shelves.namesOf(place)) });
      stretches.forget(account);
      for (const place of places) shelves.forget(place);
    },
  };
}

const nothing: Memory<unknown, never> = { fresh: () => null, lastKnown: () => null, remember() {} };

const nothingIsKnown: KnownAnswers = {
  customer: () => nothing,
  customerByExternalId: () => nothing,
  about: () => nothing,
  stretch: () => nothing,
};

const nothingIsKept: LastKnownAnswers = {
  open: () => nothingIsKnown,
  forget() {},
};

/** Each memory is made when it is asked for: most requests ask for few. */
function openAnswers(opened: Opened, ageing: AnswerAges & { now(): Date }): KnownAnswers {
  const { shelves, audience, seen } = opened;
  return {
    customer: () =>
      createAgedMemory(
        keepCustomers(opened, ({ provider, key }) => toPlace(provider.name, { key })),
        ageing,
      ),
    customerByExternalId: () =>
      createAgedMemory(
        keepCustomers(opened, ({ provider, key }) => toPlace(provider.name, { externalId: key })),
        ageing,
      ),
    stretch: () => createAgedMemory(keepStretches(opened), ageing),
    about<Name extends Question>(question: Name, parameters: string): CustomerMemory<CustomerAnswers[Name]> {
      const asked = toAsked(question, parameters, audience);
      return createAgedMemory(
        {
          find({ provider, key }) {
            const place = seen.recognise(provider.name, key);
            return place === null ? null : shelves.find(place, asked);
          },
          keep({ provider, key }, known) {
            seen.whenSeen(provider.name, key, (place) => {
              if (isUntouched(opened, place.account, () => shelves.namesOf(place)))
                shelves.keep(place, asked, known);
            });
          },
        },
        ageing,
      );
    },
  };
}

/** Whether what was read since then is of after the last write to the customer with these names. */
function isUntouched(
  { marks, begun }: Opened,
  account: string,
  namesOf: () => readonly CustomerReference[],
): boolean {
  return marks.now() === begun || marks.areUntouched({ account, customers: namesOf() }, begun);
}

function keepCustomers(
  opened: Opened,
  placeOfKey: (key: ProviderKey) => CustomerPlace,
): Keeping<ProviderKey, Customer | null> {
  const { shelves, customer, seen } = opened;
  return {
    find(key) {
      const known = shelves.find(placeOfKey(key), customer);
      if (known !== null && known.value !== null) seen.see(known.value.key, placeOf(known.value));
      return known;
    },
    keep(key, { value, asOf }) {
      if (value !== null) {
        keepCustomer(opened, { value, asOf });
        return;
      }
      const place = placeOfKey(key);
      if (isUntouched(opened, place.account, () => [place.reference]))
        shelves.keepAbsence(place, customer, asOf);
    },
  };
}

/** Tells how much memory it takes, about: none where it may be as it was before a write. */
function keepCustomer(opened: Opened, known: Known<Customer>): number {
  const { shelves, customer, seen } = opened;
  const { provider: account, key, externalId } = known.value;
  const place = placeOf(known.value);
  const isKept = isUntouched(opened, account, () =>
    externalId === null ? [{ key }] : [{ key }, { externalId }],
  );
  const bytes = isKept ? shelves.keepCustomer(place, customer, known) : 0;
  if (!isKept) shelves.dropPredecessor(place);
  // What has waited for the customer goes to its shelf.
  seen.see(key, place);
  return bytes;
}

function keepStretches(opened: Opened): Keeping<StretchKey, Stretch> {
  const { stretches, audience, marks, begun, seen } = opened;
  return {
    find(key) {
      const known = stretches.find(audience, key);
      for (const customer of known?.value.customers ?? []) seen.see(customer.key, placeOf(customer));
      return known;
    },
    keep(key, { value, asOf }) {
      const sizes = value.customers.map((customer) => keepCustomer(opened, { value: customer, asOf }));
      if (!marks.isAccountUntouched(key.account, begun)) return;
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      stretches.keep(audience, key, { value, asOf, bytes });
    },
  };
}
