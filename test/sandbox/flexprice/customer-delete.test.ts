import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { openSandbox } from './open-sandbox.ts';

describe('deleting a customer', () => {
  test('archives it: gone by external id and from lists, still there by id', () => {
    const sandbox = openSandbox();
    const id = idOf.customer('acct-6');
    expect(sandbox.delete(`/customers/${id}`)).toMatchObject({ status: 204, text: '' });
    expect(sandbox.get(`/customers/${id}`)).toMatchObject({ status: 200, json: { status: 'archived' } });
    expect(sandbox.get('/customers/external/acct-6').status).toBe(404);
    expect(sandbox.post('/customers/search', { external_ids: ['acct-6'] }).json).toMatchObject({ items: [] });
    expect(sandbox.delete(`/customers/${id}`)).toMatchObject({
      status: 404,
      json: { message: 'Customer does not exist' },
    });
    expect(sandbox.post('/customers', { external_id: 'acct-6', name: 'Successor' }).status).toBe(201);
  });

  test.each([
    ['acct-1', 'active subscriptions'],
    ['acct-12', 'active subscriptions'],
    ['acct-2', 'associated wallets'],
  ])('of %s is refused because of %s', (externalId, reason) => {
    expect(openSandbox().delete(`/customers/${idOf.customer(externalId)}`)).toMatchObject({
      status: 400,
      json: { code: 'invalid_operation', message: expect.stringContaining(reason) },
    });
  });

  test.each([
    ['a trial and a frozen wallet', 'acct-18'],
    ['a cancelled subscription and a closed wallet', 'acct-7'],
    ['a paused subscription', 'acct-9'],
    ['a draft and an incomplete subscription', 'acct-10'],
  ])('is not held up by %s', (_, externalId) => {
    expect(openSandbox().delete(`/customers/${idOf.customer(externalId)}`).status).toBe(204);
  });

  test('knows no external ids', () => {
    expect(openSandbox().delete('/customers/acct-6').status).toBe(404);
  });
});
