import type { CustomerPlace } from './customer-place.ts';

/** Who the customers of one call object were seen to be. What is asked about them may be answered before they are seen. */
export interface SeenCustomers {
  /** Whoever has this key was seen to be the one of this place, by a read or by what is known. */
  see(key: string, place: CustomerPlace): void;
  /** The place of the customer who was seen under the key, should another have had it before; null: nobody was seen yet. */
  recognise(account: string, key: string): CustomerPlace | null;
  /** Runs the work when somebody is seen under the key, at once where that has happened; never where nobody is. */
  whenSeen(account: string, key: string, work: (place: CustomerPlace) => void): void;
}

/** Whoever has a key. */
interface Sight {
  /** null: nobody was seen yet. */
  place: CustomerPlace | null;
  waiting: ((place: CustomerPlace) => void)[];
}

/** Nobody was seen yet. */
export function createSeenCustomers(): SeenCustomers {
  const accounts = new Map<string, Map<string, Sight>>();

  function sightsAt(account: string): Map<string, Sight> {
    const known = accounts.get(account);
    if (known !== undefined) return known;
    const sights = new Map<string, Sight>();
    accounts.set(account, sights);
    return sights;
  }

  function sightOf(account: string, key: string): Sight {
    const sights = sightsAt(account);
    const known = sights.get(key);
    if (known !== undefined) return known;
    const sight: Sight = { place: null, waiting: [] };
    sights.set(key, sight);
    return sight;
  }

  return {
    recognise: (account, key) => sightOf(account, key).place,
    see(key, place) {
      const sight = sightOf(place.account, key);
      const { waiting } = sight;
      sight.place = place;
      sight.waiting = [];
      for (const work of waiting) work(place);
    },
    whenSeen(account, key, work) {
      const { place, waiting } = sightOf(account, key);
      if (place === null) waiting.push(work);
      else work(place);
    },
  };
}
