import type { Customer } from '../billing/customer.ts';
import { type CustomerPlace, nameOf } from './customer-place.ts';

/** Who the customers of one call object were seen to be. What is asked about them may be answered before they are seen. */
export interface SeenCustomers {
  /** Whoever has this key was seen to be this one, by a read or by what is known. */
  see(customer: Customer): void;
  /** The place of the customer who was seen under the key, should another have had it before; null: nobody was seen yet. */
  recognise(account: string, key: string): CustomerPlace | null;
  /** Runs the work when somebody is seen under the key, at once where that has happened; never where nobody is. */
  whenSeen(account: string, key: string, work: (place: CustomerPlace) => void): void;
}

/** Nobody was seen yet. */
export function createSeenCustomers(): SeenCustomers {
  const places = new Map<string, CustomerPlace>();
  const waiting = new Map<string, ((place: CustomerPlace) => void)[]>();

  const toName = (account: string, key: string) => nameOf({ account, reference: { key } });

  function recognise(account: string, key: string): CustomerPlace | null {
    return places.get(toName(account, key)) ?? null;
  }

  return {
    recognise,
    see({ provider: account, key, providerCustomerId: identity }) {
      const name = toName(account, key);
      const place = { account, reference: { key }, identity };
      places.set(name, place);
      const works = waiting.get(name) ?? [];
      waiting.delete(name);
      for (const work of works) work(place);
    },
    whenSeen(account, key, work) {
      const place = recognise(account, key);
      if (place !== null) {
        work(place);
        return;
      }
      const name = toName(account, key);
      const works = waiting.get(name);
      if (works === undefined) waiting.set(name, [work]);
      else works.push(work);
    },
  };
}
