import type { CallCosts } from '../../billing/call-cost.ts';
import type { ProviderSettings } from '../settings.ts';

/** What reads and writes of one Flexprice account cost. */
export function createCallCosts(_settings: ProviderSettings): CallCosts {
  return {
    read: ({ kind }, customers) => ({ [kind]: customers }),
    page: () => 1,
    write: () => 1,
  };
}
