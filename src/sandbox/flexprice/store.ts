import type { CouponAssociationRow, CouponRow } from './rows/coupon.ts';
import type { CreditGrantApplicationRow, CreditGrantRow } from './rows/credit-grant.ts';
import type { CustomerRow, IntegrationRow } from './rows/customer.ts';
import type { EntitlementRow } from './rows/entitlement.ts';
import type { FeatureRow, MeterRow } from './rows/feature.ts';
import type { InvoiceRow } from './rows/invoice.ts';
import type { AddonRow, PlanRow } from './rows/plan.ts';
import type { LineItemRow, SubscriptionRow } from './rows/subscription.ts';
import type { AccruedChargeRow, UsageRow } from './rows/usage.ts';
import type { CreditBreakdownRow, WalletRow } from './rows/wallet.ts';

/** The tables that no route of the sandbox writes to. */
export interface Tables {
  readonly integrations: readonly IntegrationRow[];
  readonly features: readonly FeatureRow[];
  readonly meters: readonly MeterRow[];
  readonly plans: readonly PlanRow[];
  readonly addons: readonly AddonRow[];
  readonly entitlements: readonly EntitlementRow[];
  readonly subscriptions: readonly SubscriptionRow[];
  readonly lineItems: readonly LineItemRow[];
  readonly usage: readonly UsageRow[];
  readonly accruedCharges: readonly AccruedChargeRow[];
  readonly creditGrants: readonly CreditGrantRow[];
  readonly creditGrantApplications: readonly CreditGrantApplicationRow[];
  readonly wallets: readonly WalletRow[];
  readonly creditBreakdowns: readonly CreditBreakdownRow[];
  readonly coupons: readonly CouponRow[];
  readonly couponAssociations: readonly CouponAssociationRow[];
  readonly invoices: readonly InvoiceRow[];
}

/** All that one sandbox knows. */
export interface Store extends Tables {
  readonly now: () => Date;
  /** By id, in the order of their creation. */
  readonly customers: Map<string, CustomerRow>;
  /** A number that this sandbox has not given out before. */
  readonly nextNumber: () => number;
  /** Heads and tails in turn, where the provider's answer hangs on chance. */
  readonly tossCoin: () => boolean;
}

/** A store with these tables and customers. */
export function createStore(now: () => Date, customers: readonly CustomerRow[], tables: Tables): Store {
  let numbersGiven = 0;
  let heads = false;
  return {
    ...tables,
    now,
    customers: new Map(customers.map((customer) => [customer.id, customer])),
    nextNumber: () => {
      numbersGiven += 1;
      return numbersGiven;
    },
    tossCoin: () => {
      heads = !heads;
      return heads;
    },
  };
}

/** The published customer with the external id. */
export function findByExternalId(store: Store, externalId: string): CustomerRow | undefined {
  return [...store.customers.values()].find(
    (customer) => customer.external_id === externalId && customer.status === 'published',
  );
}
