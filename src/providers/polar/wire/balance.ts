import { z } from 'zod';
import type { Balance, CreditBalance, Wallet } from '../../../billing/balance.ts';
import { sumByCurrency } from '../../../billing/money.ts';
import { wireCurrency, wireInteger, wireNumber } from '../../wire-values.ts';
import { fromPolarUnits } from './money.ts';

/** Billing wallets as `GET /v1/wallets/` tells them, one per currency; a negative balance is a debt. */
export const walletsSchema = z.compile(
  z.array(z.object({ id: z.string(), balance: wireInteger, currency: wireCurrency })),
);

/** What the older `GET /v1/customers/{id}/balance` answers. */
export const customerBalanceSchema = z.compile(z.object({ balance: wireInteger, currency: wireCurrency }));

/** The balances of a customer's meters. */
export const meterBalancesSchema = z.compile(
  z.array(z.object({ balance: wireNumber, meter: z.object({ name: z.string() }) })),
);

/** A customer's money, whichever route told it. */
export type Funds = Pick<Balance, 'settled' | 'wallets'>;

/** The money in a customer's wallets; none without a wallet. */
export function toFunds(wallets: z.infer<typeof walletsSchema>): Funds {
  const active = wallets.map(toWallet);
  return { settled: sumByCurrency(active.map(({ settled }) => settled)), wallets: active };
}

/** The money of a customer whose wallets cannot be seen. */
export function toCustomerFunds({ balance, currency }: z.infer<typeof customerBalanceSchema>): Funds {
  return { settled: [fromPolarUnits(balance, currency)], wallets: [] };
}

/** Units in hand on each meter; negative where more was used than was credited. */
export function toCredits(meters: z.infer<typeof meterBalancesSchema>): readonly CreditBalance[] {
  return meters.map(({ meter, balance }) => ({ unit: meter.name, balance }));
}

function toWallet({ id, balance, currency }: z.infer<typeof walletsSchema>[number]): Wallet {
  return {
    key: id,
    name: null,
    status: 'active',
    settled: fromPolarUnits(balance, currency),
    live: null,
    credits: null,
    expiresAt: null,
    priority: null,
  };
}
