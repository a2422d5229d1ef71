import { describe, expect, it } from 'vitest';
import { at, invalid, notFound, openSandbox, textAt } from './open-sandbox.ts';

describe('wallet transactions', () => {
  const open = () => {
    const ask = openSandbox();
    const id = textAt(ask('GET /customers/acct-1/wallets/prepaid').body, 'wallet', 'lago_id');
    return { ask, id };
  };

  it.each([
    ['', 4],
    ['status=pending', 1],
    ['status=pending&transaction_type=inbound', 1],
    ['transaction_status=invoiced', 1],
    ['transaction_type=outbound', 1],
    ['metadata[campaign]=loyalty', 1],
    ['metadata[campaign]=hatred', 0],
    ['status=lost', 4],
  ])('are listed per wallet: %s', (query, expected) => {
    const { ask, id } = open();
    const { body } = ask(`GET /wallets/${id}/wallet_transactions?${query}`);
    expect(at(body, 'wallet_transactions')).toHaveLength(expected);
  });

  it('tell the money beside the credits', () => {
    const { ask, id } = open();
    const { body } = ask(`GET /wallets/${id}/wallet_transactions?status=pending`);
    const row = at(body, 'wallet_transactions', 0);
    expect(row).toMatchObject({
      lago_wallet_id: id,
      status: 'pending',
      transaction_status: 'purchased',
      transaction_type: 'inbound',
      credit_amount: '50.0',
      amount: '25.0',
      remaining_amount_cents: null,
      settled_at: null,
      metadata: [],
    });
    expect(ask(`GET /wallet_transactions/${textAt(row, 'lago_id')}`).body).toEqual({
      wallet_transaction: { ...Object(row), applied_invoice_custom_sections: [] },
    });
  });

  it('are created one of each kind', () => {
    const { ask, id } = open();
    const input = {
      wallet_id: id,
      granted_credits: '10.0',
      paid_credits: '5.0',
      voided_credits: '0.25',
      name: 'Gift',
    };
    const { status, body } = ask('POST /wallet_transactions', { wallet_transaction: input });
    expect(status).toBe(200);
    expect(at(body, 'wallet_transactions')).toMatchObject([
      { transaction_status: 'purchased', status: 'pending', credit_amount: '5.0', settled_at: null },
      { transaction_status: 'granted', status: 'settled', remaining_credit_amount: '10.0', name: 'Gift' },
      { transaction_status: 'voided', transaction_type: 'outbound', remaining_credit_amount: null },
    ]);
    expect(body).not.toHaveProperty('meta');
    expect(ask(`GET /wallets/${id}`).body).toMatchObject({ wallet: { credits_balance: '170.0' } });
  });

  it.each([
    [{ wallet_id: 'unknown' }, { wallet_id: ['wallet_not_found'] }],
    [{ granted_credits: 1 }, { granted_credits: ['invalid_granted_credits', 'invalid_amount'] }],
    [{ voided_credits: '1000' }, { voided_credits: ['insufficient_credits'] }],
    [{ priority: 0 }, { priority: ['value_is_out_of_range'] }],
  ])('are refused: %j', (input, details) => {
    const { ask, id } = open();
    expect(
      ask('POST /wallet_transactions', { wallet_transaction: { wallet_id: id, ...input } }),
    ).toMatchObject(invalid(details));
  });

  it('are 404 where the wallet or the transaction is unknown', () => {
    const ask = openSandbox();
    expect(ask('GET /wallets/unknown/wallet_transactions')).toMatchObject(notFound('wallet'));
    expect(ask('GET /wallet_transactions/unknown')).toMatchObject(notFound('wallet_transaction'));
  });
});
