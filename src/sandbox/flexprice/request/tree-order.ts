import type { Routes } from '../../router.ts';

/**
 * The routes in the order in which the provider's router tries them, segment by segment: a fixed segment wins over a
 * parameter in its place, whichever was registered first.
 */
export function inTreeOrder(routes: Routes): Routes {
  const rank = (route: string) => route.replace(/:\w+/g, '\uffff');
  return Object.fromEntries(
    Object.entries(routes).sort(([one], [other]) => (rank(one) < rank(other) ? -1 : 1)),
  );
}
