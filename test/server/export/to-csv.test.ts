import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportedCustomer } from '../../../src/billing/customer-export.ts';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { toCsv } from '../../../src/server/export/to-csv.ts';

const ada: ExportedCustomer = {
  provider: 'lago-eu',
  key: 'acct-1',
  externalId: 'acct-1',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  currency: 'EUR',
  country: 'DE',
  createdAt: new Date('2026-01-02T03:04:05.678Z'),
};

async function* stream(customers: readonly ExportedCustomer[]) {
  yield* customers;
}

async function chunksOf(customers: readonly ExportedCustomer[]): Promise<readonly string[]> {
  const chunks: string[] = [];
  for await (const chunk of toCsv(stream(customers))) chunks.push(chunk);
  return chunks;
}

/** The records of the file, strictly as RFC 4180 has them, the header line first. */
async function recordsOf(customers: readonly ExportedCustomer[]): Promise<readonly (readonly string[])[]> {
  return parse((await chunksOf(customers)).join(''), { record_delimiter: '\r\n' });
}

const header = 'id,provider,externalId,name,email,currency,country,createdAt\r\n';

describe('the CSV of customers', () => {
  it('has a header line, and a line for each customer that ends with CRLF', async () => {
    const nothing = { externalId: null, name: null, email: null, currency: null, country: null };
    expect((await chunksOf([ada, { ...ada, ...nothing }])).join('')).toBe(
      [
        header,
        'Q3VzdG9tZXI6bGFnby1ldTphY2N0LTE=,lago-eu,acct-1,Ada Lovelace,ada@example.com,EUR,DE,2026-01-02T03:04:05.678Z\r\n',
        'Q3VzdG9tZXI6bGFnby1ldTphY2N0LTE=,lago-eu,,,,,,2026-01-02T03:04:05.678Z\r\n',
      ].join(''),
    );
  });

  it('is its header line where there is nobody', async () => {
    expect((await chunksOf([])).join('')).toBe(header);
  });

  it.each([
    ['a comma', 'a,b', '"a,b"'],
    ['a quote', 'a"b', '"a""b"'],
    ['a line feed', 'a\nb', '"a\nb"'],
    ['a carriage return', 'a\rb', '"a\rb"'],
    ['both', 'a\r\nb', '"a\r\nb"'],
    ['a carriage return at its end', 'a\r', '"a\r"'],
    ['blanks around it', ' a ', ' a '],
    ['other scripts', 'Zoë 李 🦊', 'Zoë 李 🦊'],
  ])('quotes a cell with %s where it has to', async (_what, name, cell) => {
    expect((await chunksOf([{ ...ada, name }])).join('')).toContain(`,acct-1,${cell},ada@example.com,`);
  });

  it.each(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])(
    'keeps a cell that begins with %j from being run',
    async (first) => {
      const name = `${first}HYPERLINK("https://evil.example")`;
      const [, record] = await recordsOf([{ ...ada, name, externalId: name, email: name, country: first }]);
      expect(record).toMatchObject({ 2: `'${name}`, 3: `'${name}`, 4: `'${name}`, 6: `'${first}` });
    },
  );

  it.each(["'quoted'", ' =1', '(1)', 'a=1', '#1', '"=1"', '1-2'])('leaves %j as it is', async (name) => {
    expect((await recordsOf([{ ...ada, name }]))[1]?.[3]).toBe(name);
  });

  it('gives every text back, but for the mark on what would be run', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '"', ',', "'", 'a', ' '),
      }),
    );
    const cell = fc.option(text);
    const customer = fc.record({
      provider: fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/),
      key: fc.string({ unit: 'binary', minLength: 1 }),
      externalId: cell,
      name: cell,
      email: cell,
      currency: cell,
      country: cell,
      createdAt: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(customer), async (customers) => {
        const [, ...records] = await recordsOf(customers);
        expect(records).toHaveLength(customers.length);
        for (const [index, { createdAt, key, provider, ...texts }] of customers.entries()) {
          const [id = '', name, ...cells] = records[index] ?? [];
          expect(decodeNodeId(id)).toEqual({ type: 'Customer', provider, key });
          expect([name, cells.pop()]).toEqual([provider, createdAt.toISOString()]);
          for (const [column, value] of Object.values(texts).entries()) {
            expect([value ?? '', `'${value}`]).toContain(cells[column]);
            expect(cells[column]).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
          }
        }
      }),
    );
  });
});

describe('the chunks of a CSV', () => {
  it('begin with the first customer alone, and join to one file with one header line', async () => {
    const customers = Array.from({ length: 1000 }, (_, index) => ({ ...ada, externalId: `acct-${index}` }));
    const chunks = await chunksOf(customers);
    expect(chunks[0]?.split('\r\n')).toHaveLength(3);
    expect(chunks.length).toBeLessThan(10);
    const [head, ...records] = parse(chunks.join(''), { record_delimiter: '\r\n' });
    expect(head).toEqual(header.trim().split(','));
    expect(records.map((record: readonly string[]) => record[2])).toEqual(
      customers.map(({ externalId }) => externalId),
    );
  });

  it('give the customers up when nobody wants more of them', async () => {
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield ada;
      } finally {
        ended = true;
      }
    }
    for await (const chunk of toCsv(endless())) {
      expect(chunk.startsWith(header)).toBe(true);
      break;
    }
    expect(ended).toBe(true);
  });
});
