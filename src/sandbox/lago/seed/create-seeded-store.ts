import { createPeople, sharedPeople } from '../../people.ts';
import { createStore, type LagoStore } from '../store.ts';
import { seedAwkwardIds } from './awkward-ids.ts';
import { createCatalog } from './create-catalog.ts';
import { seedFullAccount } from './full-account.ts';
import { seedGrants } from './grants.ts';
import { seedPeople } from './people.ts';
import { seedSpecialCases } from './special-cases.ts';

/** A store with customers whose dates all lie around the time now. */
export function createSeededStore(now: () => Date): LagoStore {
  const store = createStore(now, createCatalog(now()));
  const [first, ...others] = sharedPeople;
  if (first !== undefined) seedFullAccount(store, first);
  seedPeople(store, [...others, ...createPeople('lg', 45)]);
  seedAwkwardIds(store);
  seedGrants(store);
  seedSpecialCases(store);
  return store;
}
