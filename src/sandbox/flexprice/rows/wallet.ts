import type { BaseColumns, Metadata } from './base-columns.ts';

/** The states that a wallet may be in. */
export const walletStatuses = ['active', 'frozen', 'closed'] as const;

/** Money and credits of one customer in one currency. */
export interface WalletRow extends BaseColumns {
  readonly customer_id: string;
  readonly currency: string;
  /** In money: the credits times `conversion_rate`. */
  readonly balance: string;
  readonly credit_balance: string;
  readonly wallet_status: (typeof walletStatuses)[number];
  readonly name?: string;
  readonly description: string;
  readonly metadata: Metadata;
  readonly auto_topup?: AutoTopup;
  readonly wallet_type: 'PRE_PAID' | 'POST_PAID';
  readonly config: { readonly allowed_price_types?: readonly ('ALL' | 'USAGE' | 'FIXED')[] };
  readonly conversion_rate: string;
  readonly topup_conversion_rate: string;
  readonly alert_state: 'ok' | 'info' | 'warning' | 'in_alarm';
}

/** When a wallet fills itself up. */
interface AutoTopup {
  readonly enabled: boolean;
  readonly threshold: string | null;
  readonly amount: string | null;
  readonly invoicing: boolean;
}

/** Where the credits of a wallet came from. */
export interface CreditBreakdownRow {
  readonly wallet_id: string;
  readonly purchased: string;
  readonly free: string;
}
