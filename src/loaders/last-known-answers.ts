import type { Customer } from '../billing/customer.ts';
import type { CustomerReference } from '../billing/customer-write.ts';
import { type AnswerAges, createAgedMemory, type Keeping } from './aged-memory.ts';
import type { CustomerAnswers, Question } from './customer-answers.ts';
import { createCustomerShelves, type CustomerPlace, type CustomerShelves } from './customer-shelves.ts';
import { createKnownStretches, type KnownStretches, type StretchKey } from './known-stretches.ts';
import type { Stretch } from './list-position.ts';
import type { Memory } from './memory.ts';
import type { ProviderKey } from './provider-loader.ts';

/** The memory of what is asked about customers; null is "does not exist". */
export type CustomerMemory<Value> = Memory<ProviderKey, Value | null>;

/**
 * What an audience was answered before. What is read for one call object is kept only where nothing was written to its
 * account since the call object was made: adapters remember what they read for as long as it.
 */
export interface KnownAnswers {
  readonly customer: CustomerMemory<Customer>;
  readonly customerByExternalId: CustomerMemory<Customer>;
  /** By what is asked about customers, and with what parameters as JSON. */
  about<Name extends Question>(question: Name, parameters: string): CustomerMemory<CustomerAnswers[Name]>;
  readonly stretch: Memory<StretchKey, Stretch>;
}

/** Some customers of an account whom a write is about. */
export interface WrittenCustomers {
  /** The account's configured name. */
  readonly account: string;
  /** By each key and external id that the write names. */
  readonly customers: readonly CustomerReference[];
}

/** The last good answers of one process. Their values are shared and not copied: nobody may change one. */
export interface LastKnownAnswers {
  /**
   * Opens them for one call object, which has this clock. An audience are those who may see the same: no answer ever
   * comes to another one.
   */
  open(audience: string, now: () => Date): KnownAnswers;
  /** Drops what is known of the customers, and all lists of their account. */
  forget(written: WrittenCustomers): void;
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
  /** Whether nothing was written to the account since it was opened. */
  isCurrent(account: string): boolean;
}

/** The last good answers of a process. */
export function createLastKnownAnswers({
  maxBytes = 64 * 2 ** 20,
  ...ages
}: LastKnownOptions): LastKnownAnswers {
  // The customers of a stretch have shelves of their own, which count them as well.
  const stretches = createKnownStretches(Math.ceil(maxBytes / 4));
  const shelves = createCustomerShelves(Math.ceil((maxBytes * 3) / 4));
  let writes = 0;
  const lastWrites = new Map<string, number>();

  return {
    open(audience, now) {
      const begun = writes;
      const isCurrent = (account: string) => (lastWrites.get(account) ?? 0) <= begun;
      return openAnswers({ shelves, stretches, audience, isCurrent }, { ...ages, now });
    },
    forget({ account, customers }) {
      writes += 1;
      lastWrites.set(account, writes);
      stretches.forget(account);
      for (const reference of customers) {
        shelves.forget({ account, reference });
        // On Lago it is the key as well, under which nobody may have been found.
        if ('externalId' in reference) shelves.forget({ account, reference: { key: reference.externalId } });
      }
    },
  };
}

function openAnswers(opened: Opened, ageing: AnswerAges & { now(): Date }): KnownAnswers {
  const { shelves, audience, isCurrent } = opened;
  return {
    customer: createAgedMemory(keepCustomers(opened, placeOf), ageing),
    customerByExternalId: createAgedMemory(
      keepCustomers(opened, ({ provider, key }) => ({
        account: provider.name,
        reference: { externalId: key },
      })),
      ageing,
    ),
    about<Name extends Question>(question: Name, parameters: string): CustomerMemory<CustomerAnswers[Name]> {
      const asked = { question, parameters, audience };
      return createAgedMemory(
        {
          find: (place) => shelves.find(placeOf(place), asked),
          keep({ provider: { name: account }, key }, known) {
            if (isCurrent(account)) shelves.keep({ account, key }, asked, known);
          },
        },
        ageing,
      );
    },
    stretch: createAgedMemory(keepStretches(opened), ageing),
  };
}

function placeOf({ provider, key }: ProviderKey): CustomerPlace {
  return { account: provider.name, reference: { key } };
}

function keepCustomers(
  { shelves, audience, isCurrent }: Opened,
  toPlace: (key: ProviderKey) => CustomerPlace,
): Keeping<ProviderKey, Customer | null> {
  const asked = { question: 'customer', parameters: '', audience } as const;
  return {
    find: (key) => shelves.find(toPlace(key), asked),
    keep(key, { value, asOf }) {
      const place = toPlace(key);
      if (!isCurrent(place.account)) return;
      if (value === null) shelves.keepAbsence(place, audience, asOf);
      else shelves.keepCustomer(place.account, audience, { value, asOf });
    },
  };
}

function keepStretches({ shelves, stretches, audience, isCurrent }: Opened): Keeping<StretchKey, Stretch> {
  return {
    find: (key) => stretches.find(audience, key),
    keep(key, { value, asOf }) {
      const { account } = key;
      if (!isCurrent(account)) return;
      const sizes = value.customers.map((customer) =>
        shelves.keepCustomer(account, audience, { value: customer, asOf }),
      );
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      stretches.keep(audience, key, { value, asOf, bytes });
    },
  };
}
