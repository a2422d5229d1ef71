import { describe, expect, it } from 'vitest';
import type { Address } from '../../src/billing/customer.ts';
import type { CustomerChanges, NewCustomer } from '../../src/billing/customer-write.ts';
import { type FieldIssue, WriteRefusal } from '../../src/billing/write-refusal.ts';
import { type CustomerRules, checkChanges, checkNewCustomer } from '../../src/providers/customer-rules.ts';
import { countryProblem, emailProblem, timezoneProblem } from '../../src/billing/text-problems.ts';

const parts: Record<keyof Address, object> = {
  line1: { longest: 5 },
  line2: {},
  city: {},
  state: {},
  postalCode: {},
  country: { clearable: false, problem: countryProblem },
};

/** A provider that has an opinion on everything. */
const strict: CustomerRules = {
  externalId: {
    longest: 10,
    problem: (text) => (text.startsWith(' ') ? 'must not begin with a blank' : null),
  },
  name: { required: true, clearable: false, longest: 5 },
  email: { problem: emailProblem },
  phone: null,
  currency: null,
  timezone: { clearable: false, problem: timezoneProblem },
  locale: {},
  taxId: {},
  address: { clearable: false, parts },
  metadata: { most: 2, longestKey: 3, shortestValue: 1, longestValue: 4 },
};

const lenient: CustomerRules = { ...strict, name: {}, timezone: {}, address: null, metadata: {} };

function issuesOf(check: () => void): readonly FieldIssue[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof WriteRefusal && error.refusal.kind === 'invalid') return error.refusal.issues;
    throw error;
  }
}

const onCreate = (fields: Partial<NewCustomer>, rules = strict) =>
  issuesOf(() => checkNewCustomer(rules, { externalId: 'acct-1', name: 'Ada', ...fields }));
const onUpdate = (changes: CustomerChanges, rules = strict) => issuesOf(() => checkChanges(rules, changes));

const at = (path: string, message: string): FieldIssue => ({ path: path.split('.'), message });

describe('an external id', () => {
  it.each([
    ['', 'must not be empty'],
    ['..', 'must not be "." or ".."'],
    ['a\nb', 'must not contain control characters'],
    ['\ud800', 'must be well-formed Unicode'],
    ['x'.repeat(11), 'must not be longer than 10 characters'],
    [' x', 'must not begin with a blank'],
  ])('%j is refused in a new customer and in a change', (externalId, message) => {
    expect(onCreate({ externalId })).toEqual([at('externalId', message)]);
    expect(onUpdate({ externalId })).toEqual([at('externalId', message)]);
  });

  it('cannot be cleared', () => {
    expect(onUpdate({ externalId: null })).toEqual([at('externalId', 'cannot be cleared')]);
  });

  it('is as long as people count, and may be left alone', () => {
    expect(onCreate({ externalId: '🦊'.repeat(10) })).toEqual([]);
    expect(onUpdate({})).toEqual([]);
  });
});

describe('a field of text', () => {
  it('has to be there in a new customer where the provider needs it', () => {
    for (const name of [null, undefined]) {
      const customer: NewCustomer = { externalId: 'acct-1', ...(name === null && { name }) };
      expect(issuesOf(() => checkNewCustomer(strict, customer))).toEqual([
        at('name', 'is needed by this provider'),
      ]);
      expect(issuesOf(() => checkNewCustomer(lenient, customer))).toEqual([]);
    }
  });

  it('cannot be cleared where the provider cannot', () => {
    expect(onUpdate({ name: null, timezone: null, email: null, taxId: null })).toEqual([
      at('name', 'cannot be cleared at this provider'),
      at('timezone', 'cannot be cleared at this provider'),
    ]);
    expect(onUpdate({ name: null, timezone: null }, lenient)).toEqual([]);
  });

  it('is named where the provider has no place for it, unless there is nothing to keep', () => {
    for (const check of [onCreate, onUpdate]) {
      expect(check({ phone: '+49', currency: 'EUR' })).toEqual([
        at('phone', 'has no place at this provider'),
        at('currency', 'has no place at this provider'),
      ]);
      expect(check({ phone: null, currency: null })).toEqual([]);
    }
  });

  it.each([
    [{ name: 'Adaline' }, at('name', 'must not be longer than 5 characters')],
    [{ locale: 'a\0b' }, at('locale', 'must not contain NUL')],
    [{ taxId: '\udc00' }, at('taxId', 'must be well-formed Unicode')],
    [{ email: 'ada' }, at('email', 'must be an e-mail address')],
    [{ timezone: 'Mars/Base' }, at('timezone', 'must be an IANA time zone, such as "Europe/Berlin"')],
  ])('%j is refused in a new customer and in a change', (fields, issue) => {
    expect(onCreate(fields)).toEqual([issue]);
    expect(onUpdate(fields)).toEqual([issue]);
  });

  it('may be anything else', () => {
    const fields = { name: 'Zoë🦊', locale: 'de\r\nDE', taxId: ' ', email: 'a@b', timezone: 'Asia/Kolkata' };
    expect([onCreate(fields), onUpdate(fields)]).toEqual([[], []]);
  });
});

describe('an address', () => {
  it('is checked part by part', () => {
    const address = { line1: 'too long', city: 'Berlin', country: 'Germany' };
    const issues = [
      at('address.line1', 'must not be longer than 5 characters'),
      at('address.country', 'must be an ISO 3166-1 alpha-2 code in upper case, such as "DE"'),
    ];
    expect([onCreate({ address }), onUpdate({ address })]).toEqual([issues, issues]);
  });

  it('may lose the parts that the provider can clear', () => {
    const address = { line1: null, country: null };
    expect(onUpdate({ address })).toEqual([at('address.country', 'cannot be cleared at this provider')]);
    expect(onCreate({ address })).toEqual([]);
  });

  it('can be cleared as a whole only where the provider can', () => {
    expect(onUpdate({ address: null })).toEqual([at('address', 'cannot be cleared at this provider')]);
    expect(onUpdate({ address: null }, { ...strict, address: { parts } })).toEqual([]);
    expect(onCreate({ address: null })).toEqual([]);
  });

  it('is named where the provider has no place for one', () => {
    expect(onCreate({ address: { city: 'Berlin' } }, lenient)).toEqual([
      at('address', 'has no place at this provider'),
    ]);
    expect(onUpdate({ address: null }, lenient)).toEqual([]);
  });
});

describe('metadata', () => {
  it('is checked entry by entry', () => {
    const metadata = [
      { key: '', value: 'v' },
      { key: 'long', value: '' },
      { key: 'a', value: 'too long' },
      { key: 'a', value: 'b\0' },
    ];
    const issues = [
      at('metadata', 'must not have more than 2 entries at this provider'),
      at('metadata.0.key', 'must not be empty'),
      at('metadata.1.key', 'must not be longer than 3 characters'),
      at('metadata.1.value', 'must not be empty at this provider'),
      at('metadata.2.value', 'must not be longer than 4 characters'),
      at('metadata.3.key', 'must not occur twice'),
      at('metadata.3.value', 'must not contain NUL'),
    ];
    expect([onCreate({ metadata }), onUpdate({ metadata })]).toEqual([issues, issues]);
  });

  it('may be none at all', () => {
    expect([onCreate({ metadata: null }), onUpdate({ metadata: [] })]).toEqual([[], []]);
  });

  it('of another provider may be what it likes, but for broken text and repeated keys', () => {
    const metadata = [
      { key: '__proto__', value: '' },
      { key: 'constructor', value: 'x'.repeat(10_000) },
      { key: '\ud800', value: '' },
      { key: '__proto__', value: '' },
    ];
    expect(onCreate({ metadata }, lenient)).toEqual([
      at('metadata.2.key', 'must be well-formed Unicode'),
      at('metadata.3.key', 'must not occur twice'),
    ]);
  });
});

it('every issue of an input is told at once', () => {
  const issues = onCreate({
    externalId: '',
    name: null,
    phone: '+49',
    email: 'x',
    metadata: [{ key: '', value: 'v' }],
  });
  expect(issues.map(({ path }) => path.join('.'))).toEqual([
    'externalId',
    'name',
    'email',
    'phone',
    'metadata.0.key',
  ]);
});
