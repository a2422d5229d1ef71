import { setTimeout as pause } from 'node:timers/promises';
import type { Customer, CustomerReads } from '../billing/customer.ts';
import type { CustomerWrites, EnsuredCustomer, NewCustomer } from '../billing/customer-write.ts';
import { WriteRefusal } from '../billing/write-refusal.ts';
import { findCustomer } from './find-customer.ts';

interface EnsureParts {
  readonly reads: CustomerReads;
  /** Throws a WriteRefusal for an input that the provider would not take. */
  readonly check: (customer: NewCustomer) => void;
  readonly create: CustomerWrites['create'];
}

/** Get-or-create over an account whose `create` refuses a taken external id, however many try at the same time. */
export function createEnsure({ reads, check, create }: EnsureParts): CustomerWrites['ensure'] {
  return async (customer, call): Promise<EnsuredCustomer> => {
    check(customer);
    // Another call object, so that whatever this request has read before does not count.
    const look = () => findCustomer(reads, { externalId: customer.externalId }, { ...call });
    const known = await look();
    if (known !== null) return { customer: known, created: false };
    try {
      return { customer: await create(customer, call), created: true };
    } catch (error) {
      const winner = await lookForWinner(error, look, call.signal);
      if (winner === null) throw error;
      return { customer: winner, created: false };
    }
  };
}

/** How long it is waited before each further look: what is read may be a copy that is a little behind. */
const pausesMs = [100, 300, 900];

/** Who has the external id, where the error is that somebody has created the customer meanwhile. */
async function lookForWinner(
  error: unknown,
  look: () => Promise<Customer | null>,
  signal: AbortSignal,
): Promise<Customer | null> {
  if (!(error instanceof WriteRefusal) || error.refusal.kind !== 'conflict') return null;
  const isTaken = error.refusal.path[0] === 'externalId';
  let winner = await look();
  for (const pauseMs of isTaken ? pausesMs : []) {
    if (winner !== null) break;
    // Where the request ends, the look says so.
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    winner = await look();
  }
  return winner;
}
