import { createServer, type RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { Call } from '../../../src/billing/call.ts';
import type { CustomerExport } from '../../../src/billing/customer-export.ts';
import type { ProviderCall } from '../../../src/http/provider-call.ts';
import { createPolarProvider } from '../../../src/providers/polar/index.ts';
import { listenOnLoopback } from '../../support/listen-on-loopback.ts';
import { collect, createCall, failureOf, plain, polarId } from './support.ts';

const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

const header =
  'ID,External ID,Created At,Email,Name,Tax ID,Billing Address Line 1,Billing Address Line 2,' +
  'Billing Address City,Billing Address State,Billing Address Zip,Billing Address Country,Metadata\r\n';

function row(index: number): string {
  return (
    `${polarId(index)},orchard-${index},2026-02-03T10:00:00.512000+00:00,n${index}@orchard.example,` +
    `"Zoë ""${index}"" 東京\r\nHalloran","('IE6388047V', 'eu_vat')",,,Galway,,,IE,"{""a"": 1}"\r\n`
  );
}

const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index)).join('');

/** An export in front of a server that answers with the listener, over a real connection. */
async function open(answer: RequestListener) {
  const server = createServer(answer);
  const baseUrl = await listenOnLoopback(server);
  const dispatcher = new Agent();
  closers.push(
    () => dispatcher.destroy(),
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const exchanges: ProviderCall[] = [];
  const { customerExport } = createPolarProvider(
    {
      name: 'polar-eu',
      kind: 'POLAR',
      baseUrl,
      apiKey: 'polar_oat_invented',
      timeoutMs: 5_000,
      maxConcurrency: 1,
      bulk: 'auto',
    },
    { dispatcher, onExchange: (exchange) => exchanges.push(exchange) },
  );
  return { export: customerExport ?? expect.fail('no export'), exchanges };
}

const csv = { 'content-type': 'text/csv; charset=utf-8' };

function answerWith(body: string): RequestListener {
  return (_request, response) => response.writeHead(200, csv).end(body);
}

/** The text in small pieces, cut anywhere. */
function* piecesOf(text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function exportFailure(exported: CustomerExport, call: Call = createCall()) {
  return failureOf(collect(exported.rows(call)));
}

describe('the export of Polar customers', () => {
  it('is asked for in one call, as CSV', async () => {
    const seen: unknown[] = [];
    const polar = await open(({ method, url, headers }, response) => {
      seen.push({ method, url, accept: headers.accept, version: headers['polar-version'] });
      response.writeHead(200, csv).end(header + row(1));
    });
    expect(plain(await collect(polar.export.rows(createCall())))).toEqual([
      {
        provider: 'polar-eu',
        key: polarId(1),
        externalId: 'orchard-1',
        name: 'Zoë "1" 東京\r\nHalloran',
        email: 'n1@orchard.example',
        currency: null,
        country: 'IE',
        createdAt: '2026-02-03T10:00:00.512Z',
      },
    ]);
    expect(seen).toEqual([
      { method: 'GET', url: '/v1/customers/export', accept: 'text/csv', version: '2026-04' },
    ]);
    expect(polar.exchanges).toMatchObject([{ path: '/v1/customers/export', status: 200, error: null }]);
  });

  it('is whole, however many there are and however they come', async () => {
    const count = 10_000;
    const polar = await open((_request, response) => {
      Readable.from(piecesOf(header + rows(count), 997)).pipe(response.writeHead(200, csv));
    });
    const exported = await collect(polar.export.rows(createCall()));
    expect(exported).toHaveLength(count);
    expect(exported.filter(({ name }, index) => name !== `Zoë "${index}" 東京\r\nHalloran`)).toEqual([]);
  });

  it('may be empty', async () => {
    const polar = await open(answerWith(header));
    expect(await collect(polar.export.rows(createCall()))).toEqual([]);
  });

  it('gives the connection up when nobody wants more of it', async () => {
    let closed: () => void;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const polar = await open((_request, response) => {
      response.on('close', () => closed());
      response.writeHead(200, csv).write(header + rows(3));
    });
    for await (const { externalId } of polar.export.rows(createCall())) {
      if (externalId === 'orchard-1') break;
    }
    await gone;
    expect(polar.exchanges).toMatchObject([{ status: 200, error: null }]);
  });

  it('ends with its request', async () => {
    const polar = await open((_request, response) => {
      response.writeHead(200, csv).write(header + rows(3));
    });
    const request = new AbortController();
    const exported = polar.export.rows({ ...createCall(), signal: request.signal });
    const reading = async () => {
      for await (const { externalId } of exported) if (externalId === 'orchard-1') request.abort();
    };
    expect((await failureOf(reading())).failure).toBe('unavailable');
  });
});

describe('an export of Polar customers that is not whole', () => {
  const text = header + rows(3);

  it.each<[string, string]>([
    ['a row', text.slice(0, -10)],
    ['a cell', text.slice(0, text.indexOf('Halloran') + 3)],
    ['the header', header.slice(0, 20)],
    ['everything', ''],
  ])('is a bad response, though it seems to end: it lacks a part of %s', async (_what, body) => {
    const { export: exported } = await open(answerWith(body));
    expect(await exportFailure(exported)).toMatchObject({ failure: 'bad-response', detail: 'cut short' });
  });

  it.each<[string, Record<string, string>]>([
    ['fewer bytes than announced', { 'content-length': String(Buffer.byteLength(text) + 1) }],
    ['no last chunk', {}],
  ])('is a bad response, though it ends with a row: %s', async (_what, length) => {
    const polar = await open((_request, response) => {
      response.writeHead(200, { ...csv, ...length });
      response.write(text, () => response.destroy());
    });
    expect(await exportFailure(polar.export)).toMatchObject({ failure: 'bad-response', detail: 'cut short' });
    expect(polar.exchanges).toMatchObject([{ error: { failure: 'bad-response' } }]);
  });

  it('has given the rows before the failure', async () => {
    const { export: exported } = await open(answerWith(text + row(3).replace(polarId(3), 'x')));
    const seen: (string | null)[] = [];
    const reading = async () => {
      for await (const { externalId } of exported.rows(createCall())) seen.push(externalId);
    };
    expect((await failureOf(reading())).failure).toBe('bad-response');
    expect(seen).toEqual(['orchard-0', 'orchard-1', 'orchard-2']);
  });

  it.each<[string, string]>([
    ['a row without an id', `${header}${row(1)}${row(2).replace(polarId(2), '')}`],
    ['a row without a time', `${header}${row(1).replace(/2026-02-03[^,]*/, '')}`],
    ['no header', rows(2)],
    ['another header', text.replace('External ID', 'Reference')],
  ])('is a bad response with %s', async (_what, body) => {
    const { export: exported } = await open(answerWith(body));
    expect((await exportFailure(exported)).failure).toBe('bad-response');
  });
});

describe('an export of Polar customers that is refused', () => {
  it.each<[string, number, Record<string, string>, string, object]>([
    [
      'no token',
      401,
      { 'content-type': 'application/json' },
      '{"error":"Unauthorized","detail":"Unauthorized"}',
      { failure: 'unauthenticated', reason: 'Unauthorized' },
    ],
    [
      'too many calls',
      429,
      { 'retry-after': '60' },
      '',
      { failure: 'rate-limited', retryAfter: new Date('2026-03-10T12:01:00Z') },
    ],
    ['a failure', 500, { 'content-type': 'text/plain' }, 'Internal Server Error', { failure: 'unavailable' }],
    ['JSON', 200, { 'content-type': 'application/json' }, '{}', { failure: 'bad-response' }],
    ['no type', 200, {}, header, { failure: 'bad-response' }],
  ])('says so: %s', async (_what, status, headers, body, failure) => {
    const polar = await open((_request, response) => response.writeHead(status, headers).end(body));
    expect(await exportFailure(polar.export)).toMatchObject(failure);
    expect(polar.exchanges).toMatchObject([{ status }]);
  });

  it('sends nothing for a request that has ended', async () => {
    const polar = await open(answerWith(header));
    const call = { ...createCall(), signal: AbortSignal.abort() };
    expect((await exportFailure(polar.export, call)).failure).toBe('unavailable');
    expect(polar.exchanges).toEqual([]);
  });
});
