import { pino } from 'pino';
import { expect, it } from 'vitest';
import { ProviderError } from '../src/billing/provider-error.ts';
import { notAsked } from '../src/http/not-asked.ts';
import { createProviderLog } from '../src/provider-log.ts';

function createLog() {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  return { lines, ...createProviderLog(pino({ level: 'info', base: null, timestamp: false }, { write })) };
}

const sent = { provider: 'lago', method: 'GET', path: '/customers/{}', durationMs: 12.3, late: false };
const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code: 'ECONNREFUSED' });

it('tells a failed call once, with where, how long and why, and no more', () => {
  const { lines, onExchange, onFailure } = createLog();
  const error = new ProviderError({ provider: 'lago', failure: 'unavailable', cause: refused });
  onExchange({ ...sent, status: null, error });
  onFailure(error);
  onFailure(error);
  expect(lines).toEqual([
    {
      level: 40,
      provider: 'lago',
      method: 'GET',
      path: '/customers/{}',
      durationMs: 12,
      status: null,
      failure: 'unavailable',
      reason: null,
      detail: null,
      code: 'ECONNREFUSED',
      msg: 'provider call failed',
    },
  ]);
});

it.each(['unsupported', 'too-expensive'] as const)(
  'says nothing of what is no fault of the provider: %s',
  (failure) => {
    const { lines, onFailure } = createLog();
    onFailure(new ProviderError({ provider: 'lago', failure }));
    expect(lines).toEqual([]);
  },
);

it('tells a failure that no call had', () => {
  const { lines, onFailure } = createLog();
  onFailure(
    new ProviderError({ provider: 'polar', failure: 'bad-response', detail: 'amount: invalid_type' }),
  );
  expect(lines).toMatchObject([
    { provider: 'polar', failure: 'bad-response', detail: 'amount: invalid_type' },
  ]);
});

it('is silent about what went well, what is not supported, and calls that nobody waits for any more', () => {
  const { lines, onExchange, onFailure } = createLog();
  onExchange({ ...sent, status: 200, error: null });
  onFailure(new ProviderError({ provider: 'polar', failure: 'unsupported' }));
  const left = new ProviderError({
    provider: 'lago',
    failure: 'unavailable',
    cause: new DOMException('the client has left', 'AbortError'),
  });
  onExchange({ ...sent, status: null, error: left });
  onFailure(left);
  const cause = left.cause;
  onFailure(new ProviderError({ provider: 'lago', failure: 'unavailable', cause }));
  expect(lines).toEqual([]);
  onFailure(new ProviderError({ provider: 'lago', failure: 'outcome-unknown', cause }));
  expect(lines).toMatchObject([{ level: 40, failure: 'outcome-unknown' }]);
});

it('tells what came of a change whose request had ended', () => {
  const { lines, onExchange } = createLog();
  onExchange({ ...sent, method: 'POST', status: 200, error: null, late: true });
  expect(lines).toMatchObject([{ level: 30, method: 'POST', path: '/customers/{}', status: 200 }]);
});

it('says once that an account is down or up again, and nothing of the calls that it is spared', () => {
  const { lines, onFailure, onStatus } = createLog();
  onStatus({ provider: 'lago', state: 'DOWN' });
  for (const reason of ['CIRCUIT_OPEN', 'QUEUE_FULL', 'RATE_LIMIT'] as const)
    onFailure(notAsked('lago', { reason, retryAfter: null }));
  onStatus({ provider: 'lago', state: 'UP' });
  expect(lines).toEqual([
    { level: 40, provider: 'lago', msg: 'provider is down' },
    { level: 30, provider: 'lago', msg: 'provider is up again' },
  ]);
});
