import type { BillingProvider } from '../billing/provider.ts';
import type { Wire } from '../http/json-client.ts';
import { createFlexpriceProvider } from './flexprice/index.ts';
import { createLagoProvider } from './lago/index.ts';
import { createPolarProvider } from './polar/index.ts';
import type { ProviderSettings } from './settings.ts';

/** The adapters of the configured accounts, in the order of the configuration. */
export function createProviders(
  settings: readonly ProviderSettings[],
  wire: Wire,
): readonly BillingProvider[] {
  return settings.map((account) => createProvider(account, wire));
}

function createProvider(settings: ProviderSettings, wire: Wire): BillingProvider {
  switch (settings.kind) {
    case 'FLEXPRICE':
      return createFlexpriceProvider(settings, wire);
    case 'LAGO':
      return createLagoProvider(settings, wire);
    case 'POLAR':
      return createPolarProvider(settings, wire);
  }
}
