import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { openSandbox } from './open-sandbox.ts';

describe('the invoice summary', () => {
  test('sums up what is invoiced, open and overdue', () => {
    const sandbox = openSandbox();
    expect(sandbox.get(`/customers/${idOf.customer('acct-1')}/invoices/summary`).json).toEqual({
      customer_id: idOf.customer('acct-1'),
      default_currency: 'eur',
      summaries: [
        {
          customer_id: idOf.customer('acct-1'),
          currency: 'eur',
          total_revenue_amount: '304.5',
          total_unpaid_amount: '20',
          total_overdue_amount: '0',
          total_invoice_count: 3,
          unpaid_invoice_count: 1,
          overdue_invoice_count: 0,
          unpaid_usage_charges: '5',
          unpaid_fixed_charges: '15',
        },
      ],
    });
    expect(sandbox.get(`/customers/${idOf.customer('acct-8')}/invoices/summary`).json).toMatchObject({
      summaries: [{ total_overdue_amount: '79', overdue_invoice_count: 1 }],
    });
  });

  test('has a part for each currency of the active subscriptions', () => {
    const { json } = openSandbox().get(`/customers/${idOf.customer('acct-15')}/invoices/summary`);
    expect(json).toMatchObject({
      default_currency: 'jpy',
      summaries: [
        { currency: 'jpy', total_unpaid_amount: '12' },
        { currency: 'usd', total_unpaid_amount: '0', total_revenue_amount: '49.5' },
      ],
    });
  });

  test.each(['cust_none', idOf.customer('acct-2')])('of %s is empty', (id) => {
    expect(openSandbox().get(`/customers/${id}/invoices/summary`)).toMatchObject({
      status: 200,
      json: { customer_id: id, default_currency: '', summaries: [] },
    });
  });
});

describe('the portal', () => {
  test('is opened for an hour, with a new token each time', () => {
    const sandbox = openSandbox();
    const [one, other] = [1, 2].map(() => sandbox.get('/customers/portal/acct-1'));
    expect(one).toMatchObject({
      status: 200,
      json: {
        url: expect.stringMatching(/^https:\/\/portal\.flexprice\.example\/\?token=eyJ/),
        token: expect.stringMatching(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/),
        expires_at: '2026-03-18T16:30:00.25Z',
      },
    });
    expect(one?.text).not.toBe(other?.text);
  });

  test.each(['none', 'gone-1'])('stays shut for %s', (externalId) => {
    expect(openSandbox().get(`/customers/portal/${externalId}`)).toMatchObject({
      status: 404,
      json: { code: 'not_found' },
    });
  });
});
