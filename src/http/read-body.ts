import { ProviderError } from '../billing/provider-error.ts';

const largestBody = 10 * 1024 * 1024;

/** The body's text. A body past 10 MiB, cut short or not UTF-8 is a bad response; the connection is given up. */
export async function readBody(
  provider: string,
  status: number,
  body: AsyncIterable<Uint8Array>,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const bad = (detail: string, cause?: unknown) =>
    new ProviderError({ provider, failure: 'bad-response', status, detail, cause });
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > largestBody) throw bad('larger than 10 MiB');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ProviderError || isAbort(error)) throw error;
    throw bad('cut short', error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw bad('not UTF-8');
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
