/** A page of a list. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly pagination: { readonly total: number };
}

/** A customer, as far as the workloads show it. */
export interface WireCustomer {
  readonly id: string;
  readonly external_id: string;
  readonly name: string;
  readonly email: string;
}

/** A feature, as usage and entitlements have it. */
interface WireFeature {
  readonly lookup_key: string;
  readonly name: string;
  readonly type: string;
  readonly unit_plural: string;
}

/** An entitlement to a feature. */
export interface WireGrantedFeature {
  readonly feature: WireFeature;
  readonly entitlement: {
    readonly is_enabled: boolean;
    readonly usage_limit?: number;
    readonly is_soft_limit: boolean;
    readonly usage_reset_period?: string;
  };
}

/** A live subscription with the entitlements of its customer. */
export interface WireSubscription {
  readonly id: string;
  readonly customer_id: string;
  readonly currency: string;
  readonly entitlements?: readonly WireGrantedFeature[];
}

/** The usage of one customer. */
export interface WireUsage {
  readonly features: readonly {
    readonly feature: WireFeature;
    readonly total_limit: number | null;
    readonly current_usage: string;
    readonly next_usage_reset_at: string | null;
  }[];
}

/** A planned run of a credit grant. */
export interface WireUpcomingGrant {
  readonly credit_grant_id: string;
  readonly subscription_id: string;
  readonly scheduled_for: string;
  readonly period_end: string;
  readonly credits: string;
}

/** A credit grant. */
export interface WireCreditGrant {
  readonly id: string;
  readonly name: string;
  readonly conversion_rate: string;
}

/** A coupon that a subscription has. */
export interface WireAssociation {
  readonly subscription_id: string;
  readonly end_date?: string;
  readonly coupon: {
    readonly id: string;
    readonly name: string;
    readonly coupon_code: string;
    readonly type: string;
    readonly cadence: string;
    readonly amount_off: string;
    readonly percentage_off: string;
    readonly currency: string;
  };
}

/** A wallet; the live figure is there where it was asked for. */
export interface WireWallet {
  readonly name: string;
  readonly wallet_status: string;
  readonly currency: string;
  readonly balance: string;
  readonly credit_balance: string;
  readonly real_time_balance?: string;
}
