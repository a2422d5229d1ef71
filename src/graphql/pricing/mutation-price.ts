import { z } from 'zod';
import type { PricedWrite } from '../../billing/call-cost.ts';
import type { BillingProvider } from '../../billing/provider.ts';
import type { Providers } from '../context.ts';
import { decodeNodeId } from '../node-id.ts';
import { free, type Price, type PricingContext, priceAt } from './price.ts';
import { callsForAlike } from './round.ts';
import type { PricedField } from './priced-field.ts';

/** What one mutation costs: its write, and what is then read of the customer that it answers. */
export function priceMutation(field: PricedField, { providers, caller }: PricingContext): Price {
  const mayWrite = caller.scopes.has('customers:write');
  const mayOpenOwnPortal = field.name === 'createPortalSession' && caller.externalId !== null;
  const asked = mayWrite || mayOpenOwnPortal ? askedBy(field, providers) : null;
  if (asked === null) return free;
  const { provider, write } = asked;
  // Whoever opens its own portal is looked up first.
  const calls = callsForAlike(provider, 1, mayWrite ? field.reads.ofKnown : field.reads.byExternalId);
  return priceAt(provider.name, provider.costs.write(write) + calls);
}

interface Asked {
  readonly provider: BillingProvider;
  readonly write: PricedWrite;
}

const newCustomer = z.object({ input: z.object({ provider: z.string() }) });
const customerKey = z.union([
  z.object({ id: z.string() }).transform(({ id }) => decodeNodeId(id)?.provider ?? ''),
  z.object({ external: z.object({ provider: z.string() }) }).transform(({ external }) => external.provider),
]);
const knownCustomer = z.object({ input: z.object({ customer: customerKey }) });
const deletion = z.object({ input: z.object({ customer: customerKey, anonymize: z.boolean().nullish() }) });
const couponRemoval = z.object({ input: z.object({ appliedCouponId: z.string() }) });

/** null where no account can be asked. */
function askedBy(field: PricedField, providers: Providers): Asked | null {
  const asked = writeOf(field);
  if (asked === null) return null;
  const provider = providers.get(asked.provider);
  return provider === undefined ? null : { provider, write: asked.write };
}

function writeOf(field: PricedField): { readonly provider: string; readonly write: PricedWrite } | null {
  const values = field.arguments;
  switch (field.name) {
    case 'createCustomer':
      return { write: 'create', provider: newCustomer.parse(values).input.provider };
    case 'ensureCustomer':
      return { write: 'ensure', provider: newCustomer.parse(values).input.provider };
    case 'updateCustomer':
      return { write: 'update', provider: knownCustomer.parse(values).input.customer };
    case 'deleteCustomer': {
      const { customer, anonymize } = deletion.parse(values).input;
      return { write: anonymize ? 'anonymize' : 'delete', provider: customer };
    }
    case 'removeCoupon': {
      const { appliedCouponId } = couponRemoval.parse(values).input;
      return { write: 'removeCoupon', provider: decodeNodeId(appliedCouponId)?.provider ?? '' };
    }
    case 'createPortalSession':
      return { write: 'createPortalSession', provider: knownCustomer.parse(values).input.customer };
    case 'createCheckoutSession':
      return { write: 'createCheckoutSession', provider: knownCustomer.parse(values).input.customer };
    default:
      return null;
  }
}
