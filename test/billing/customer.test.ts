import { describe, expect, it } from 'vitest';
import { externalIdProblem } from '../../src/billing/customer.ts';

describe('external ids that a provider can be asked for', () => {
  it.each([
    'a',
    'acme.io',
    '...',
    'a/b',
    'what?#',
    '100%',
    ' ',
    'müller',
    '客户',
    '😀',
    'x'.repeat(1024),
    '%2e%2e',
    '__proto__',
  ])('takes %j', (externalId) => {
    expect(externalIdProblem(externalId)).toBeNull();
  });

  it.each([
    '',
    '.',
    '..',
    'a\nb',
    'a\r\nX: y',
    'a\0',
    'a\u007f',
    'a\u0085',
    '\ud800',
    'a\udc00b',
    'x'.repeat(1025),
  ])('refuses %j', (externalId) => {
    expect(externalIdProblem(externalId)).toMatch(/^must/);
  });
});
