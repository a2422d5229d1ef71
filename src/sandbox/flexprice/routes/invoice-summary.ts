import Big from 'big.js';
import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import type { InvoiceRow } from '../rows/invoice.ts';
import type { Store } from '../store.ts';

/** The read of what a customer owes. */
export function invoiceSummaryRoutes(store: Store): Routes {
  return {
    // The customer is never looked up: an unknown id owes nothing in no currency.
    'GET /customers/:id/invoices/summary': (_, { id = '' }) => {
      const currencies = activeCurrencies(store, id);
      return answerJson(200, {
        customer_id: id,
        default_currency: currencies[0] ?? '',
        summaries: currencies.map((currency) => summarise(store, id, currency)),
      });
    },
  };
}

function activeCurrencies(store: Store, customerId: string): readonly string[] {
  const active = store.subscriptions.filter(
    ({ customer_id, subscription_status }) => customer_id === customerId && subscription_status === 'active',
  );
  return [...new Set(active.map(({ currency }) => currency))];
}

function summarise(store: Store, customerId: string, currency: string): object {
  const invoices = store.invoices.filter(
    (row) => row.customer_id === customerId && row.currency === currency,
  );
  const unpaid = invoices.filter((row) => remaining(row).gt(0));
  const overdue = unpaid.filter(({ due_date }) => new Date(due_date) < store.now());
  return {
    customer_id: customerId,
    currency,
    total_revenue_amount: total(invoices, (row) => new Big(row.usage_charges).plus(row.fixed_charges)),
    total_unpaid_amount: total(unpaid, remaining),
    total_overdue_amount: total(overdue, remaining),
    total_invoice_count: invoices.length,
    unpaid_invoice_count: unpaid.length,
    overdue_invoice_count: overdue.length,
    unpaid_usage_charges: total(unpaid, (row) => new Big(row.usage_charges)),
    unpaid_fixed_charges: total(unpaid, (row) => new Big(row.fixed_charges)),
  };
}

function remaining({ usage_charges, fixed_charges, amount_paid }: InvoiceRow): Big {
  return new Big(usage_charges).plus(fixed_charges).minus(amount_paid);
}

function total(invoices: readonly InvoiceRow[], amountOf: (invoice: InvoiceRow) => Big): string {
  return invoices.reduce((sum, invoice) => sum.plus(amountOf(invoice)), new Big(0)).toFixed();
}
