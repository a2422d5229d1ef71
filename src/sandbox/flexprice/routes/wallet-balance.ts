import Big from 'big.js';
import type { WalletRow } from '../rows/wallet.ts';
import type { Store } from '../store.ts';

/** A wallet with what its customer could spend right now, as decimal text. */
export interface WalletBalance extends WalletRow {
  readonly real_time_balance: string;
  readonly real_time_credit_balance: string;
  readonly balance_updated_at: string;
  /** Includes the usage charges of unpaid invoices; zero, and without meaning, in a cached answer. */
  readonly current_period_usage: string;
  readonly unpaid_invoices_amount?: string;
  readonly is_cached_fallback: boolean;
}

/** The balance after everything that is used and not yet paid. Each wallet of a currency carries all of it. */
export function toWalletBalance(store: Store, wallet: WalletRow): WalletBalance {
  if (wallet.wallet_status !== 'active') return describe(wallet, '0', { usage: '0', unpaid: '0' });
  if (wallet.wallet_type === 'POST_PAID')
    return describe(wallet, wallet.balance, { usage: '0', unpaid: '0' });
  const pays = (type: 'USAGE' | 'FIXED') => {
    const types = wallet.config.allowed_price_types ?? ['ALL'];
    return types.includes('ALL') || types.includes(type);
  };
  const usage = pays('USAGE') ? accruedCharges(store, wallet) : new Big(0);
  const unpaid = unpaidInvoices(store, wallet, pays('FIXED') ? 'whole' : 'usage');
  const pending = usage.plus(unpaid);
  return describe(wallet, new Big(wallet.balance).minus(pending).toFixed(), {
    usage: pending.toFixed(),
    unpaid: unpaid.toFixed(),
  });
}

/** The same from the provider's cache, which keeps the balance and forgets what it was computed from. */
export function toCachedWalletBalance(store: Store, wallet: WalletRow): WalletBalance {
  const { unpaid_invoices_amount: _, ...balance } = toWalletBalance(store, wallet);
  return { ...balance, current_period_usage: '0' };
}

function describe(
  wallet: WalletRow,
  balance: string,
  { usage, unpaid }: { readonly usage: string; readonly unpaid: string },
): WalletBalance {
  return {
    ...wallet,
    real_time_balance: balance,
    real_time_credit_balance: new Big(balance).div(wallet.conversion_rate).toFixed(),
    balance_updated_at: wallet.updated_at,
    current_period_usage: usage,
    unpaid_invoices_amount: unpaid,
    is_cached_fallback: false,
  };
}

/** What the customer's live subscriptions in the wallet's currency have cost so far. */
function accruedCharges(store: Store, { customer_id, currency }: WalletRow): Big {
  const subscriptionIds = store.subscriptions
    .filter((row) => row.customer_id === customer_id && row.currency === currency)
    .filter(({ subscription_status: status }) => status === 'active' || status === 'trialing')
    .filter(({ subscription_type: type }) => type === 'standalone' || type === 'parent')
    .map(({ id }) => id);
  return store.accruedCharges
    .filter(({ subscription_id }) => subscriptionIds.includes(subscription_id))
    .reduce((sum, { amount }) => sum.plus(amount), new Big(0));
}

function unpaidInvoices(store: Store, wallet: WalletRow, part: 'whole' | 'usage'): Big {
  return store.invoices
    .filter((row) => row.customer_id === wallet.customer_id && row.currency === wallet.currency)
    .map(({ usage_charges, fixed_charges, amount_paid }) =>
      new Big(usage_charges).plus(part === 'whole' ? fixed_charges : 0).minus(amount_paid),
    )
    .filter((amount) => amount.gt(0))
    .reduce((sum, amount) => sum.plus(amount), new Big(0));
}
