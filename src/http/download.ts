import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { AccountLine } from './account-line.ts';
import { contentEncodingOf, mediaTypeOf } from './content-headers.ts';
import { createStepDeadline } from './deadline.ts';
import type { Exchange, OutgoingRequest } from './exchange.ts';
import { type ProviderCall, startCall } from './provider-call.ts';
import type { ToldQuota } from './quota.ts';
import { toTransportError } from './transport-error.ts';

/** A long answer to be read. */
interface DownloadRequest extends Pick<OutgoingRequest, 'path' | 'query'> {
  /** The media type that the answer must have. */
  readonly mediaType: 'text/csv';
}

/**
 * The bytes of a long answer as they come; throws a ProviderError where it fails or ends early. The time limit of a call
 * holds for the first byte and from each byte to the next, but not while the reader takes its time. Leaving the loop
 * gives the connection up.
 */
export type Download = (request: DownloadRequest, call: Call) => AsyncGenerator<Uint8Array, void>;

interface DownloadOptions {
  readonly provider: string;
  readonly timeoutMs: number;
  readonly onExchange: (call: ProviderCall) => void;
  readonly line: AccountLine;
  readonly exchange: Exchange;
}

/** Downloads from one provider account. */
export function createDownload({
  provider,
  timeoutMs,
  onExchange,
  line,
  exchange,
}: DownloadOptions): Download {
  return async function* download({ mediaType, ...request }, call) {
    const place = await line.enter(call, request.path.template).catch((error: unknown) => {
      throw toTransportError(provider, error);
    });
    const tell = startCall(provider, { method: 'GET', path: request.path }, onExchange);
    const { signal, step, end } = createStepDeadline(call.signal, timeoutMs);
    const sending = {
      accept: mediaType,
      signal,
      now: () => call.now(),
      hear: (told: ToldQuota) => line.hear(place, told),
    };
    let status: number | null = null;
    let failure: unknown = null;
    try {
      const answer = await step(() => exchange.stream({ method: 'GET', ...request }, sending));
      status = answer.status;
      line.answer(place);
      if (contentEncodingOf(answer.headers) !== null) throw badResponse('compressed');
      if (mediaTypeOf(answer.headers) !== mediaType) throw badResponse(`not ${mediaType} (content type)`);
      const chunks = answer.body[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await step(() => chunks.next());
        if (done) break;
        yield value;
      }
    } catch (cause) {
      const error = cutShort(cause) ?? toTransportError(provider, cause);
      tell(error instanceof ProviderError ? (error.status ?? status) : status, error);
      failure = error;
      throw error;
    } finally {
      end();
      line.leave(place, failure);
      tell(status, null);
    }

    function badResponse(detail: string, cause?: unknown): ProviderError {
      return new ProviderError({
        provider,
        failure: 'bad-response',
        detail,
        cause,
        incomplete: cause !== undefined,
        ...(status !== null && { status }),
      });
    }

    /** Once it has begun, an answer that breaks off has been cut short, unless we ended it. */
    function cutShort(cause: unknown): ProviderError | null {
      return status === null || signal.aborted || cause instanceof ProviderError
        ? null
        : badResponse('cut short', cause);
    }
  };
}
