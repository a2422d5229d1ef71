import type { BalanceReads } from '../../billing/balance.ts';
import { mapBatch } from '../../billing/batch.ts';
import type { WalletRows } from './wallet-rows.ts';
import { activeWallets, toBalance } from './wire/wallet.ts';

/** Balances. A wallet's row holds every part of them, the live one included. */
export function createBalanceReads(wallets: WalletRows): BalanceReads {
  return {
    live: true,
    async ofCustomers(keys, _parts, call) {
      const batch = await wallets.load(keys, call);
      return mapBatch(batch, (rows) => toBalance(activeWallets(rows), call.now()));
    },
  };
}
