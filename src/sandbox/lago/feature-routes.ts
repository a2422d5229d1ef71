import type { SandboxRequest } from '../http-server.ts';
import type { Routes } from '../router.ts';
import { ok } from './answer.ts';
import { notFound } from './errors.ts';
import type { Feature } from './feature.ts';
import { listPage } from './paging.ts';
import { readText } from './query.ts';
import type { LagoStore } from './store.ts';

/** The definitions of the features; who has which is told by the subscriptions' entitlements. */
export function featureRoutes({ catalog: { features } }: LagoStore): Routes {
  return {
    'GET /features': ({ query }: SandboxRequest) => {
      const items = features.filter((feature) => matches(feature, readText(query, 'search_term')));
      return listPage({ collection: 'features', items, query }, featureObject);
    },
    'GET /features/:code': (_request, { code }) => {
      const feature = features.find((each) => each.code === code);
      return feature === undefined ? notFound('feature') : ok({ feature: featureObject(feature) });
    },
  };
}

function matches({ code, name, description }: Feature, term: string | null): boolean {
  if (term === null) return true;
  return [code, name, description].some((text) => text?.toLowerCase().includes(term.toLowerCase()));
}

function featureObject({ lago_id, ...feature }: Feature): object {
  return feature;
}
