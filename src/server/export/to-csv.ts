import { type Options, stringify } from 'csv-stringify/sync';
import type { ExportedCustomer } from '../../billing/customer-export.ts';
import { encodeNodeId } from '../../graphql/node-id.ts';

const columns = [
  'id',
  'provider',
  'externalId',
  'name',
  'email',
  'currency',
  'country',
  'createdAt',
] as const;

type Row = Readonly<Record<(typeof columns)[number], string | null>>;

const format: Options = {
  columns,
  record_delimiter: 'windows',
  // By default a lone CR or LF in a cell is not quoted next to a record delimiter of one's own.
  quote_record_delimiter: true,
  cast: { string: neutralizeFormula },
};

const rowsPerChunk = 200;

/**
 * Customers as CSV after RFC 4180, in chunks. The first chunk, which has the header line, comes as soon as it is known
 * whether there is a first customer.
 */
export async function* toCsv(customers: AsyncIterable<ExportedCustomer>): AsyncGenerator<string, void> {
  let rows: Row[] = [];
  let begun = false;
  for await (const customer of customers) {
    rows.push(toRow(customer));
    if (begun && rows.length < rowsPerChunk) continue;
    yield stringify(rows, { ...format, header: !begun });
    begun = true;
    rows = [];
  }
  yield stringify(rows, { ...format, header: !begun });
}

function toRow({ createdAt, ...customer }: ExportedCustomer): Row {
  const { provider, key, externalId, name, email, currency, country } = customer;
  const id = encodeNodeId({ type: 'Customer', provider, key });
  return { id, provider, externalId, name, email, currency, country, createdAt: createdAt.toISOString() };
}

/** What a spreadsheet takes for the beginning of a formula, or passes over before one. */
const formulaStart = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

function neutralizeFormula(cell: string): string {
  return formulaStart.test(cell) ? `'${cell}` : cell;
}
