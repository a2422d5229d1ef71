import type { Stamped } from './stamped.ts';

/** What a wallet's money is for. */
export const walletTypes = ['usage', 'billing'] as const;

/** A customer's money: one row per type, currency and customer. The type never appears in an answer. */
export interface WalletRecord extends Stamped {
  readonly type: (typeof walletTypes)[number];
  readonly customer_id: string;
  /** Minor units; positive is the customer's credit, negative a debt. */
  readonly balance: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
}
