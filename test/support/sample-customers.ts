import { createHash } from 'node:crypto';

/** The accounts of the sandbox. */
export const providerNames = ['flexprice', 'lago', 'polar'] as const;

/** One of the accounts of the sandbox. */
export type ProviderName = (typeof providerNames)[number];

/** What a customer is created with; only what a test sets. */
export type CustomerFields = Readonly<Record<string, unknown>>;

/** Nothing but what some provider insists on; the e-mail address is the external id's own. */
export function leastInput(provider: ProviderName, externalId: string) {
  return { provider, externalId, name: 'Sample', email: emailOf(externalId) };
}

/** A customer with everything that the provider has a place for. */
export function fullInput(provider: ProviderName, externalId: string) {
  return { ...leastInput(provider, externalId), ...commonFields, ...ownFields[provider] };
}

/** An address that no other external id has. */
export function emailOf(externalId: string): string {
  const digest = createHash('sha256').update(externalId, 'utf16le').digest('hex');
  return `${digest.slice(0, 16)}@sample.example`;
}

const commonFields = {
  name: 'Mary Jackson',
  address: {
    line1: 'Chausseestraße 5',
    line2: '3. OG',
    city: 'Berlin',
    state: 'BE',
    postalCode: '10115',
    country: 'DE',
  },
  metadata: [
    { key: 'segment', value: 'b2b' },
    { key: 'tier', value: 'gold' },
  ],
} as const;

const ownFields = {
  flexprice: { phone: '+49 30 5550123', timezone: 'Europe/Berlin' },
  lago: {
    phone: '+49 30 5550123',
    currency: 'EUR',
    timezone: 'Europe/Berlin',
    locale: 'de',
    taxId: 'DE123456789',
  },
  polar: { locale: 'de', taxId: 'DE123456789' },
} as const satisfies Record<ProviderName, CustomerFields>;

/** What the graph tells of a customer of whom nothing is known but what is given. */
export function knownOnly(provider: ProviderName, given: CustomerFields): CustomerFields {
  return {
    name: null,
    email: null,
    phone: null,
    currency: null,
    // Flexprice keeps UTC where nothing is given; on Lago it is the zone that applies.
    timezone: provider === 'polar' ? null : 'UTC',
    locale: null,
    taxId: null,
    address: null,
    metadata: [],
    ...given,
    provider: { name: provider },
  };
}
