import type { CustomerRules } from '../customer-rules.ts';
import { countryProblem, emailProblem, timezoneProblem } from '../../billing/text-problems.ts';

/**
 * What `POST /customers` and `PUT /customers` take. Some lengths are those of the database, which answers with a 500 to
 * longer text. `PUT` reads null as "leave as it is" and refuses to empty the fields that are not clearable here.
 */
export const customerRules: CustomerRules = {
  externalId: { longest: 255 },
  name: { required: true, longest: 255, clearable: false },
  email: { longest: 255, clearable: false, problem: emailProblem },
  phone: { longest: 20 },
  currency: null,
  timezone: { clearable: false, problem: timezoneProblem },
  locale: null,
  taxId: null,
  address: {
    clearable: false,
    parts: {
      line1: { longest: 255 },
      line2: { longest: 255 },
      city: { longest: 100 },
      state: { longest: 100 },
      postalCode: { longest: 20 },
      country: { clearable: false, problem: countryProblem },
    },
  },
  metadata: {},
};
