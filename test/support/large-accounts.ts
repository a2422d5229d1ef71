import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';

/** How many customers an account has, all made up and each as large as the next. */
interface LargeAccount {
  readonly customers: number;
  /** How long a name is, in characters. */
  readonly nameLength?: number;
}

const rowsPerChunk = 500;

/** Answers `POST /v1/customers/search` as Flexprice does: a stretch of the customers, newest last. */
export function playLargeFlexprice({ customers, nameLength = 20 }: LargeAccount): RequestListener {
  const name = 'x'.repeat(nameLength);
  return async (incoming, outgoing) => {
    const { limit, offset }: { limit: number; offset: number } = JSON.parse(await text(incoming));
    const items = range(offset, Math.min(offset + limit, customers)).map((index) => ({
      id: `cust_${padded(index)}`,
      external_id: `acct-${index}`,
      name,
      email: `person-${index}@example.com`,
      contact: '+49301234567',
      address_line1: 'Unter den Linden 1',
      address_line2: '',
      address_city: 'Berlin',
      address_state: '',
      address_postal_code: '10117',
      address_country: 'DE',
      timezone: 'Europe/Berlin',
      metadata: { segment: 'startup', source: 'import' },
      tenant_id: 'tenant_large',
      environment_id: 'env_large',
      status: 'published',
      created_at: timeOf(index),
      updated_at: timeOf(index),
    }));
    const pagination = { total: customers, limit, offset: offset + limit };
    outgoing
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ items, pagination }));
  };
}

const exportHeader =
  'ID,External ID,Created At,Email,Name,Tax ID,Billing Address Line 1,Billing Address Line 2,Billing Address City,Billing Address State,Billing Address Zip,Billing Address Country,Metadata\r\n';

/** Answers `GET /v1/customers/export` as Polar does: all customers in one stream. */
export function playLargePolar({ customers, nameLength = 20 }: LargeAccount): RequestListener {
  const name = 'x'.repeat(nameLength);
  const rowOf = (index: number) =>
    `00000000-0000-4000-8000-${padded(index)},acct-${index},${timeOf(index)},person-${index}@example.com,${name},,Unter den Linden 1,,Berlin,,10117,DE,"{""segment"": ""startup""}"\r\n`;
  function* chunks() {
    yield exportHeader;
    for (let start = 0; start < customers; start += rowsPerChunk)
      yield range(start, Math.min(start + rowsPerChunk, customers))
        .map(rowOf)
        .join('');
  }
  return (_incoming, outgoing) => {
    Readable.from(chunks()).pipe(outgoing.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }));
  };
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

function padded(index: number): string {
  return String(index).padStart(12, '0');
}

function timeOf(index: number): string {
  return new Date(Date.UTC(2025, 0, 1) + index * 1000).toISOString();
}
