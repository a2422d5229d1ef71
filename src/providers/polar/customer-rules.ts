import type { NewCustomer } from '../../billing/customer-write.ts';
import { type CustomerRules, checkNewCustomer } from '../customer-rules.ts';
import { countryProblem, emailProblem } from '../../billing/text-problems.ts';

/** What `POST /v1/customers/` and `PATCH /v1/customers/{id}` take. */
export const customerRules = {
  externalId: { problem: trimProblem },
  name: { longest: 256 },
  // Null is ignored.
  email: { required: true, clearable: false, problem: emailProblem },
  phone: null,
  currency: null,
  timezone: null,
  locale: { problem: localeProblem },
  taxId: { problem: trimProblem },
  address: {
    clearable: false,
    parts: {
      line1: {},
      line2: {},
      city: {},
      state: {},
      postalCode: {},
      country: { clearable: false, problem: countryProblem },
    },
  },
  metadata: { most: 50, longestKey: 40, shortestValue: 1, longestValue: 500 },
} as const satisfies CustomerRules;

const rulesWithCountry: CustomerRules = {
  ...customerRules,
  address: {
    parts: {
      ...customerRules.address.parts,
      country: { ...customerRules.address.parts.country, required: true },
    },
  },
};

/**
 * Throws a WriteRefusal with every issue that Polar would have with a new customer. An address and a tax id need a
 * country.
 */
export function checkNewPolarCustomer(customer: NewCustomer): void {
  const parts = Object.values(customer.address ?? {});
  const needsCountry = customer.taxId != null || parts.some((part) => part != null);
  if (needsCountry) checkNewCustomer(rulesWithCountry, { ...customer, address: customer.address ?? {} });
  else checkNewCustomer(customerRules, customer);
}

/** Polar trims external ids and tax ids, so that the customer would not have the one that was given. */
function trimProblem(text: string): string | null {
  return /^\p{White_Space}|\p{White_Space}$/u.test(text)
    ? 'must not start or end with white space at this provider'
    : null;
}

function localeProblem(text: string): string | null {
  try {
    Intl.getCanonicalLocales(text);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return 'must be a BCP 47 language tag, such as "de-AT"';
    throw error;
  }
}
