import type { Call } from '../../billing/call.ts';
import type { CustomerExport, ExportedCustomer } from '../../billing/customer-export.ts';
import { type PolarClient, path } from './client.ts';
import { readCsvRecords } from './csv-records.ts';
import { createRowMapping } from './wire/customer-export.ts';

/** All customers from `GET /v1/customers/export`, row by row as they come. */
export function createCustomerExport(client: PolarClient): CustomerExport {
  const { provider } = client;

  async function* rows(call: Call): AsyncGenerator<ExportedCustomer, void> {
    const chunks = client.download({ path: path`/v1/customers/export`, mediaType: 'text/csv' }, call);
    let toRow: ReturnType<typeof createRowMapping> | null = null;
    for await (const record of readCsvRecords(provider, chunks)) {
      if (toRow === null) toRow = createRowMapping(provider, record);
      else yield toRow(record);
    }
  }

  return { rows };
}
