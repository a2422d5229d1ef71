import { describe, expect, it } from 'vitest';
import { readCsvRecords } from '../../../src/providers/polar/csv-records.ts';
import { collect, failureOf } from './support.ts';

/** The bytes in chunks of the given size, and how many of them were taken. */
function chunksOf(bytes: Uint8Array, size: number) {
  const seen = { taken: 0, ended: false };
  async function* chunks() {
    try {
      for (let start = 0; start < bytes.length; start += size) {
        seen.taken += 1;
        yield bytes.subarray(start, start + size);
      }
    } finally {
      seen.ended = true;
    }
  }
  return { chunks: chunks(), seen };
}

async function recordsOf(bytes: string | Uint8Array, size = 7): Promise<readonly (readonly string[])[]> {
  const { chunks } = chunksOf(Buffer.from(bytes), size);
  return collect(readCsvRecords('polar-eu', chunks));
}

describe('records of CSV', () => {
  const awkward = [
    ['ID', 'Name', 'Note'],
    ['1', 'Zoë 東京 👩‍🚀', 'says "hi", twice'],
    ['2', '', 'two\r\nlines'],
    ['3', '  spaces  ', ',"\n'],
    ['4', '\ufeffnot a mark', 'é'],
  ];
  const text = awkward
    .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`)
    .join('');

  it.each([1, 2, 3, 5, 8, 13, 10_000])('are the same in chunks of %i bytes', async (size) => {
    expect(await recordsOf(text, size)).toEqual(awkward);
  });

  it('may end with line feeds and begin with a byte order mark', async () => {
    expect(await recordsOf('\ufeffa,b\n1,2\n', 2)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('may be many', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},"row, ""${index}"""\r\n`).join('');
    const records = await recordsOf(`a,b\r\n${rows}`, 1_000);
    expect(records).toHaveLength(20_001);
    expect(records.at(-1)).toEqual(['19999', 'row, "19999"']);
  });

  it('come before the next chunk is taken', async () => {
    const { chunks, seen } = chunksOf(Buffer.from('a,b\r\n1,2\r\n3,4\r\n5,6\r\n'), 7);
    const records = readCsvRecords('polar-eu', chunks);
    await records.next();
    expect(seen).toEqual({ taken: 1, ended: false });
    await records.next();
    expect(seen.taken).toBe(2);
    await records.return();
    expect(seen).toEqual({ taken: 2, ended: true });
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'cut short'],
    ['a row that breaks off', 'a,b\r\n1,2', 'cut short'],
    ['a cell that breaks off', 'a,b\r\n1,"2', 'cut short'],
    ['a character that breaks off', Buffer.from('a,b\r\n1,é').subarray(0, -1), 'cut short'],
    ['a cell that breaks off after a line', 'a,b\r\n1,"2\r\n', 'not CSV (CSV_QUOTE_NOT_CLOSED)'],
    ['a cell too few', 'a,b\r\n1\r\n', 'not CSV (CSV_RECORD_INCONSISTENT_FIELDS_LENGTH)'],
    ['a cell too many', 'a,b\r\n1,2,3\r\n', 'not CSV (CSV_RECORD_INCONSISTENT_FIELDS_LENGTH)'],
    ['an empty line', 'a,b\r\n\r\n1,2\r\n', 'not CSV (CSV_RECORD_INCONSISTENT_FIELDS_LENGTH)'],
    ['text behind a quote', 'a,b\r\n"1"x,2\r\n', 'not CSV (CSV_INVALID_CLOSING_QUOTE)'],
    ['a quote within text', 'a,b\r\nx"1",2\r\n', 'not CSV (INVALID_OPENING_QUOTE)'],
    ['a quote that is never closed', `a,b\r\n1,"${'x'.repeat(2_000_000)}`, 'not CSV (CSV_MAX_RECORD_SIZE)'],
    ['another encoding', Buffer.from('a,b\r\n1,\xe9\r\n', 'latin1'), 'not UTF-8'],
  ])('are a bad response with %s', async (_what, bytes, detail) => {
    const failure = await failureOf(recordsOf(bytes, 50_000));
    expect(failure).toMatchObject({ provider: 'polar-eu', failure: 'bad-response', detail });
    expect(failure.cause).toBeUndefined();
  });

  it('pass the failure of the source on', async () => {
    async function* broken() {
      yield Buffer.from('a,b\r\n');
      throw new RangeError('of the source');
    }
    await expect(collect(readCsvRecords('polar-eu', broken()))).rejects.toThrow('of the source');
  });
});
