import type { CustomerRules } from '../customer-rules.ts';
import { countryProblem, emailProblem, timezoneProblem } from '../../billing/text-problems.ts';

/** The languages that Lago writes invoices in. */
const documentLocales = ['en', 'fr', 'nb', 'de', 'it', 'es', 'sv', 'pt-BR', 'zh-TW'];

/** What `POST /customers` takes of a customer; it can clear everything but the external id. */
export const customerRules = {
  externalId: {},
  name: { longest: 255 },
  email: { problem: addressesProblem },
  phone: {},
  currency: {},
  timezone: { problem: timezoneProblem },
  locale: { problem: localeProblem },
  taxId: {},
  address: {
    parts: {
      line1: {},
      line2: {},
      city: {},
      state: {},
      postalCode: {},
      country: { problem: countryProblem },
    },
  },
  metadata: { most: 5, longestKey: 20, shortestValue: 1, longestValue: 100 },
} as const satisfies CustomerRules;

function addressesProblem(text: string): string | null {
  return text.split(',').some((address) => emailProblem(address.trim()) !== null)
    ? 'must be an e-mail address, or several separated by commas'
    : null;
}

function localeProblem(text: string): string | null {
  return documentLocales.includes(text) ? null : `must be one of ${documentLocales.join(', ')}`;
}
