/** The amounts of one invoice, as decimal text in its currency. */
export interface InvoiceRow {
  readonly customer_id: string;
  readonly currency: string;
  readonly usage_charges: string;
  readonly fixed_charges: string;
  readonly amount_paid: string;
  readonly due_date: string;
}
