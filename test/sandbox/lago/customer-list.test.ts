import { describe, expect, it } from 'vitest';
import { at, notFound, openSandbox, pluck, textAt } from './open-sandbox.ts';

describe('GET /customers', () => {
  const ask = openSandbox();
  const found = (query: string) =>
    pluck(at(ask(`GET /customers?per_page=1000&${query}`).body, 'customers'), 'external_id');
  const everybody = found('').length;

  it.each([
    ['search_term=%20LOVELACE%20', 'acct-1'],
    ['search_term=analytical', 'acct-1'],
    ['search_term=second@nameless', 'no-name'],
    ['search_term=team/', 'team/blue'],
  ])('searches in names, e-mail and external id: %s', (query, expected) => {
    expect(found(query)).toContain(expected);
    expect(found(query).length).toBeLessThan(5);
  });

  it('finds by exact external id, and then searches no more', () => {
    expect(found('external_id=acme.io')).toEqual(['acme.io']);
    expect(found('external_id=acme')).toEqual(['acme']);
    expect(found('external_id=acme&search_term=lovelace')).toEqual(['acme']);
    expect(found('external_id=acm')).toEqual([]);
  });

  it.each([
    'external_id[]=acme',
    'currencies=EUR',
    'metadata=x',
    'countries=DE',
    'created_at=2020',
    'nonsense=1',
  ])('silently ignores what has the wrong shape or is unknown: %s', (query) => {
    expect(found(query)).toHaveLength(everybody);
  });

  it.each([
    ['currencies[]=JPY&currencies[]=KWD', ['acct-3', 'acct-4', 'overdrawn', 'yen-wallet']],
    ['countries[]=WS', ['far-from-utc']],
    ['states[]=Bavaria', ['partner']],
    ['zipcodes[]=EC1A%201BB', ['acct-5']],
    ['account_type[]=partner', ['partner']],
    ['metadata[tier]=gold', ['acct-1']],
    ['metadata[tier]=gold&metadata[owner]=byron', ['acct-1']],
    ['has_tax_identification_number=true', ['acct-1']],
    ['customer_type=company&search_term=ada', ['acct-1']],
    ['billing_entity_codes[]=harbor_us', ['acct-2']],
  ])('filters: %s', (query, expected) => {
    expect(found(query)).toEqual(expect.arrayContaining(expected));
    expect(found(query).length).toBeLessThan(everybody / 2);
  });

  it('takes an empty metadata value for "no such key"', () => {
    const without = found('metadata[tier]=');
    expect(without).toContain('nobody');
    expect(without).not.toContain('acct-1');
    expect(found('metadata[tier]=gold&metadata[owner]=shelley')).toEqual([]);
  });

  it('complains about list members by their index', () => {
    const answer = ask('GET /customers?currencies[]=EUR&currencies[]=XXX');
    expect(answer.status).toBe(422);
    expect(textAt(answer.body, 'error_details', 'currencies', '1', 0)).toMatch(
      /^must be one of: AED, AFN, .* ZMW$/,
    );
    expect(at(answer.body, 'error_details', 'currencies')).not.toHaveProperty('0');
  });

  it('refuses filters that contradict each other', () => {
    expect(ask('GET /customers?customer_type=robot').status).toBe(422);
    expect(ask('GET /customers?has_customer_type=false&customer_type=company').status).toBe(422);
    expect(ask('GET /customers?billing_entity_codes[]=nowhere')).toMatchObject(notFound('billing_entity'));
  });

  it('never shows deleted customers, but those who came back', () => {
    expect(found('external_id=deleted')).toEqual([]);
    expect(found('external_id=came-back')).toHaveLength(1);
    expect(ask('GET /customers/came-back').body).toMatchObject({ customer: { name: 'After' } });
  });
});
