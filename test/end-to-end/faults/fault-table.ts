import {
  answerStatus,
  bomb,
  closeAfterwards,
  closeEmpty,
  cutChunked,
  drip,
  halfJson,
  hangAfterHeaders,
  hangBeforeHeaders,
  html,
  hugeHeaders,
  loseAnswer,
  oversize,
  reset,
  reshape,
  speak,
  truncate,
  wrongContentType,
} from '../../support/answer-faults.ts';
import type { Fault } from '../../support/fault-server.ts';

/** What becomes of a read and of a write at an account that answers like this. */
export interface FaultRow {
  readonly name: string;
  readonly fault: Fault;
  readonly read: ReadOutcome;
  readonly write: WriteOutcome;
  /** Whether nothing comes until somebody stops waiting. */
  readonly hangs?: true;
}

/** The code of the field's error, and how often it was asked before. */
interface ReadOutcome {
  readonly code: string;
  readonly tries: number;
  /** Whether the caller is told when to come back. */
  readonly tellsWhen?: true;
}

/** The type of the mutation's result, and its code. */
type WriteOutcome = readonly [type: string, code: string];

const unknown: WriteOutcome = ['OutcomeUnknownError', 'OUTCOME_UNKNOWN'];
const failed = (code: string): WriteOutcome => ['ProviderError', code];

const timedOut = { code: 'PROVIDER_TIMED_OUT', tries: 2 } as const;
const unavailable = { code: 'PROVIDER_UNAVAILABLE', tries: 3 } as const;
const cutShort = { code: 'PROVIDER_BAD_RESPONSE', tries: 2 } as const;
const badResponse = { code: 'PROVIDER_BAD_RESPONSE', tries: 1 } as const;
const refused = (code: string) => ({ code, tries: 1 }) as const;

const later = () => new Date(Date.now() + 30_000).toUTCString();
const earlier = () => new Date(Date.now() - 30_000).toUTCString();

/** 429 with a header that says nothing that can be waited for, or with one that says more than the deadline leaves. */
const limits: readonly (readonly [name: string, retryAfter: () => string | null, tries: 1 | 3])[] = [
  ['in 30 seconds', () => '30', 1],
  ['at a date', later, 1],
  ['at a date that has passed', earlier, 3],
  ['at once', () => '0', 3],
  ['in words', () => 'in a while', 3],
  ['in a thousand years', () => '31536000000', 1],
  ['some time', () => null, 3],
];

const rateLimited: readonly FaultRow[] = limits.map(([name, retryAfter, tries]) => ({
  name: `429, come back ${name}`,
  fault: (exchange) => {
    const value = retryAfter();
    answerStatus(429, value === null ? {} : { 'retry-after': value })(exchange);
  },
  read: { code: 'PROVIDER_RATE_LIMITED', tries, ...(tries === 1 && { tellsWhen: true }) },
  write: failed('PROVIDER_RATE_LIMITED'),
}));

const refusals: readonly FaultRow[] = [
  ...[400, 404, 422].map((status) => ({
    name: `${status}`,
    fault: answerStatus(status),
    read: refused('PROVIDER_REJECTED'),
    write: failed('PROVIDER_REJECTED'),
  })),
  {
    name: '409',
    fault: answerStatus(409),
    read: refused('PROVIDER_REJECTED'),
    write: ['ConflictError', 'CONFLICT'],
  },
  {
    name: '401',
    fault: answerStatus(401),
    read: refused('PROVIDER_UNAUTHENTICATED'),
    write: failed('PROVIDER_UNAUTHENTICATED'),
  },
  {
    name: '403',
    fault: answerStatus(403),
    read: refused('PROVIDER_FORBIDDEN'),
    write: failed('PROVIDER_FORBIDDEN'),
  },
];

const outages: readonly FaultRow[] = [
  ...[500, 502, 503, 504].map((status) => ({
    name: `${status}`,
    fault: answerStatus(status),
    read: unavailable,
    write: unknown,
  })),
  {
    name: '503, come back in 30 seconds',
    fault: answerStatus(503, { 'retry-after': '30' }),
    read: { code: 'PROVIDER_UNAVAILABLE', tries: 1, tellsWhen: true },
    write: unknown,
  },
  { name: 'a reset', fault: reset, read: unavailable, write: unknown },
  { name: 'a close without a word', fault: closeEmpty, read: unavailable, write: unknown },
  { name: 'a close after the deed', fault: closeAfterwards, read: unavailable, write: unknown },
  { name: 'silence', fault: hangBeforeHeaders, read: timedOut, write: unknown, hangs: true },
  { name: 'silence after the deed', fault: loseAnswer, read: timedOut, write: unknown, hangs: true },
  { name: 'silence after the headers', fault: hangAfterHeaders, read: timedOut, write: unknown, hangs: true },
  { name: 'a byte at a time', fault: drip, read: timedOut, write: unknown, hangs: true },
];

const brokenAnswers: readonly FaultRow[] = [
  { name: 'less than the length it told', fault: truncate, read: cutShort, write: unknown },
  { name: 'chunks without an end', fault: cutChunked, read: cutShort, write: unknown },
  { name: 'half of a JSON', fault: halfJson, read: cutShort, write: unknown },
  { name: 'a page for people', fault: html, read: badResponse, write: unknown },
  { name: 'JSON that says it is text', fault: wrongContentType, read: badResponse, write: unknown },
  { name: 'more than 10 MiB', fault: oversize, read: badResponse, write: unknown },
  { name: 'a compressed bomb', fault: bomb, read: badResponse, write: unknown },
  { name: '60 KB of headers', fault: hugeHeaders, read: badResponse, write: unknown },
  {
    name: 'a status line that is none',
    fault: speak('HTTP/1.1 fine\r\n\r\n'),
    read: badResponse,
    write: unknown,
  },
  { name: 'no HTTP', fault: speak('220 mail.example ESMTP\r\n'), read: badResponse, write: unknown },
];

// The write has happened, and the description of ProviderError says so of this code.
const misshapen: readonly FaultRow[] = (
  [
    ['an object with nothing in it', () => ({})],
    ['null', () => null],
    ['null in place of every value', (body) => mapLeaves(body, () => null)],
    ['numbers as texts and texts as numbers', (body) => mapLeaves(body, swapType)],
    ['no amounts and no ids', withoutEssentials],
  ] as const satisfies readonly (readonly [string, (body: unknown) => unknown])[]
).map(([name, change]) => ({
  name,
  fault: reshape(change),
  read: badResponse,
  write: failed('PROVIDER_BAD_RESPONSE'),
}));

/** Everything that an account can answer, or not answer, and what has to come of it; a redirect is to where the caller says. */
export function faultTable(redirect: Fault): readonly FaultRow[] {
  return [
    ...refusals,
    ...rateLimited,
    ...outages,
    ...brokenAnswers,
    ...misshapen,
    {
      name: 'a redirect',
      fault: redirect,
      read: badResponse,
      write: failed('PROVIDER_BAD_RESPONSE'),
    },
  ];
}

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (typeof value !== 'object' || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapLeaves(member, change)]));
}

function swapType(leaf: unknown): unknown {
  if (typeof leaf === 'number') return String(leaf);
  return typeof leaf === 'string' ? leaf.length : leaf;
}

const essential = /^(?:id|lago_id|external_id|credits_balance|.*balance.*)$/;

function withoutEssentials(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEssentials);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      essential.test(key) ? [] : [[key, withoutEssentials(member)]],
    ),
  );
}
