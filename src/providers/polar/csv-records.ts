import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { ProviderError } from '../../billing/provider-error.ts';

/** A record that grows longer has an open quote; in bytes. */
const longestRecord = 1024 * 1024;

/**
 * The records of a CSV text in UTF-8, the header first; throws a bad response where it is not CSV, has rows of different
 * lengths, or does not end with a line break and so was cut short. It takes one chunk after the other, when it is asked
 * for more; leaving the loop ends the chunks.
 */
export async function* readCsvRecords(
  provider: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[], void> {
  const bad = (detail: string) => new ProviderError({ provider, failure: 'bad-response', detail });
  const decode = createDecode(bad);
  const parser = createRecordParser(bad);
  let last = '';
  for await (const chunk of chunks) {
    const text = decode(chunk);
    last = text.at(-1) ?? last;
    yield* await parser.take(text);
  }
  if (last !== '\n') throw bad('cut short');
  decode(null);
  yield* await parser.end();
}

type Bad = (detail: string) => ProviderError;

/** Decodes chunks that may end within a character; null is the end. */
function createDecode(bad: Bad): (chunk: Uint8Array | null) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (chunk) => {
    try {
      return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw bad('not UTF-8');
    }
  };
}

interface RecordParser {
  /** The records that are complete with this text. */
  take(text: string): Promise<readonly string[][]>;
  end(): Promise<readonly string[][]>;
}

function createRecordParser(bad: Bad): RecordParser {
  const records: string[][] = [];
  const parser = parse({
    max_record_size: longestRecord,
    on_record: (record: string[]) => {
      records.push(record);
      return null;
    },
  });
  // Its errors are thrown from here; without a listener they would end the process.
  parser.on('error', () => {});

  async function settle(step: Promise<void>): Promise<readonly string[][]> {
    try {
      await step;
    } catch (error) {
      // The parser's message quotes the text, so it is not kept as the cause.
      throw error instanceof CsvError ? bad(`not CSV (${error.code})`) : error;
    }
    return records.splice(0);
  }

  return {
    take: (text) =>
      settle(
        new Promise((resolve, reject) => {
          parser.write(text, (error) => (error ? reject(error) : resolve()));
        }),
      ),
    end() {
      parser.end();
      return settle(finished(parser, { readable: false }));
    },
  };
}
