import type { InvoiceRow } from '../rows/invoice.ts';
import type { SeedCalendar } from './base.ts';
import { idOf } from './names.ts';
import { currencyOf } from './people.ts';

/** Paid, open and overdue invoices. */
export function seedInvoices(calendar: SeedCalendar): readonly InvoiceRow[] {
  const invoice = (
    externalId: string,
    [usage_charges, fixed_charges, amount_paid]: readonly [string, string, string],
    differences: Partial<InvoiceRow> = {},
  ): InvoiceRow => ({
    customer_id: idOf.customer(externalId),
    currency: currencyOf(externalId),
    usage_charges,
    fixed_charges,
    amount_paid,
    due_date: calendar.midnight(20),
    ...differences,
  });
  return [
    invoice('acct-1', ['85', '49', '134']),
    invoice('acct-1', ['101.5', '49', '150.5']),
    invoice('acct-1', ['5', '15', '0']),
    invoice('acct-3', ['4200', '5000', '9200']),
    invoice('acct-8', ['40', '49', '10'], { due_date: calendar.midnight(-12) }),
    invoice('acct-15', ['3', '9', '0']),
    invoice('acct-15', ['0.5', '49', '49.5'], { currency: 'usd' }),
  ];
}
