import { expect, it } from 'vitest';
import { readRetryAfter } from '../../src/http/retry-after.ts';

const now = new Date('2026-05-01T12:00:00Z');

it.each([
  [{ 'retry-after': '60' }, '2026-05-01T12:01:00.000Z'],
  [{ 'retry-after': '0' }, undefined],
  [{ 'retry-after': '1.5' }, '2026-05-01T12:00:01.500Z'],
  [{ 'retry-after': '999999999' }, '2026-05-02T12:00:00.000Z'],
  [{ 'retry-after': 'Wed, 21 Oct 9999 07:28:00 GMT' }, '2026-05-02T12:00:00.000Z'],
  [{ 'retry-after': 'Fri, 01 May 2026 12:00:30 GMT' }, '2026-05-01T12:00:30.000Z'],
  [{ 'retry-after': 'Fri, 01 May 2026 11:59:30 GMT' }, undefined],
  [{ 'x-ratelimit-reset': '2' }, '2026-05-01T12:00:02.000Z'],
  [{ 'x-ratelimit-reset': '1777636805' }, '2026-05-01T12:00:05.000Z'],
  [{ 'x-ratelimit-reset': '1777636795' }, undefined],
  [{ 'retry-after': '5', 'x-ratelimit-reset': '2' }, '2026-05-01T12:00:05.000Z'],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '-5' }, undefined],
  [{ 'retry-after': '99999999999999' }, undefined],
  [{ 'retry-after': '' }, undefined],
  [{}, undefined],
])('reads %j as %s', (headers, expected) => {
  expect(readRetryAfter(headers, now)?.toISOString()).toBe(expected);
});
