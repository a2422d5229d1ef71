import type { Customer } from '../billing/customer.ts';
import type { CustomerReference } from '../billing/customer-write.ts';
import { type AnswerAges, createAgedMemory, type Keeping } from './aged-memory.ts';
import type { CustomerAnswers, Question } from './customer-answers.ts';
import type { CustomerPlace } from './customer-place.ts';
import { createCustomerShelves, type CustomerShelves } from './customer-shelves.ts';
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
 * account since the call object was made: adapters remember what they read for as long as it.
 */
export interface KnownAnswers {
  readonly customer: CustomerMemory<Customer>;
  readonly customerByExternalId: CustomerMemory<Customer>;
  /** By what is asked about customers, and with what parameters as JSON. */
  about<Name extends Question>(question: Name, parameters: string): CustomerMemory<CustomerAnswers[Name]>;
  readonly stretch: Memory<StretchKey, Stretch>;
}

/** The last good answers of one process. Their values are shared and not copied: nobody may change one. */
export interface LastKnownAnswers {
  /**
   * Opens them for one call object, which has this clock. An audience are those who may see the same: no answer ever
   * comes to another one.
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
  // The customers of a stretch have shelves of their own, which count them as well.
  const stretches = createKnownStretches(Math.ceil(maxBytes / 4));
  const shelves = createCustomerShelves(Math.ceil((maxBytes * 3) / 4));
  const marks = createWriteMarks();

  return {
    open(audience, now) {
      const seen = createSeenCustomers();
      const opened = { shelves, stretches, audience, marks, begun: marks.now(), seen };
      return openAnswers(opened, { ...ages, now });
    },
    forget({ account, customers }) {
      // On Lago the external id is the key as well, under which nobody may have been found.
      const named = customers.flatMap((reference) =>
        'externalId' in reference ? [reference, { key: reference.externalId }] : [reference],
      );
      marks.mark({
        account,
        customers: named.flatMap((reference) => shelves.namesOf({ account, reference })),
      });
      stretches.forget(account);
      for (const reference of named) shelves.forget({ account, reference });
    },
  };
}

function openAnswers(opened: Opened, ageing: AnswerAges & { now(): Date }): KnownAnswers {
  const { shelves, audience, seen } = opened;
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
          find({ provider, key }) {
            const place = seen.recognise(provider.name, key);
            return place === null ? null : shelves.find(place, asked);
          },
          keep({ provider, key }, known) {
            seen.whenSeen(provider.name, key, (place) => {
              if (isUntouched(opened, place.account, shelves.namesOf(place)))
                shelves.keep(place, asked, known);
            });
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

/** Whether what was read since then is of after the last write to the customer. */
function isUntouched(
  { marks, begun }: Opened,
  account: string,
  customers: readonly CustomerReference[],
): boolean {
  return marks.areUntouched({ account, customers }, begun);
}

function keepCustomers(
  opened: Opened,
  toPlace: (key: ProviderKey) => CustomerPlace,
): Keeping<ProviderKey, Customer | null> {
  const { shelves, audience, seen } = opened;
  const asked = { question: 'customer', parameters: '', audience } as const;
  return {
    find(key) {
      const known = shelves.find(toPlace(key), asked);
      if (known !== null && known.value !== null) seen.see(known.value);
      return known;
    },
    keep(key, { value, asOf }) {
      const place = toPlace(key);
      if (value !== null) keepCustomer(opened, { value, asOf });
      else if (isUntouched(opened, place.account, [place.reference]))
        shelves.keepAbsence(place, audience, asOf);
    },
  };
}

/** Tells how much memory it takes, about: none where it may be as it was before a write. */
function keepCustomer(opened: Opened, known: Known<Customer>): number {
  const { shelves, audience, seen } = opened;
  const { provider: account, key, externalId } = known.value;
  const names = externalId === null ? [{ key }] : [{ key }, { externalId }];
  const isKept = isUntouched(opened, account, names);
  const bytes = isKept ? shelves.keepCustomer(account, audience, known) : 0;
  if (!isKept) shelves.dropPredecessor(account, known.value);
  // What has waited for the customer goes to its shelf.
  seen.see(known.value);
  return bytes;
}

function keepStretches(opened: Opened): Keeping<StretchKey, Stretch> {
  const { stretches, audience, marks, begun, seen } = opened;
  return {
    find(key) {
      const known = stretches.find(audience, key);
      for (const customer of known?.value.customers ?? []) seen.see(customer);
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
