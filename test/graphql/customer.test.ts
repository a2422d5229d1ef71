import { LosslessNumber } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { execute } from '../support/execute.ts';
import { createFakeProvider, customerOf } from '../support/fake-provider.ts';

const idOf = (provider: string, key: string) => encodeNodeId({ type: 'Customer', provider, key });
const ada = customerOf({ provider: 'lago', key: 'acct-1', externalId: 'acct-1', name: 'Ada' });
const alan = customerOf({ provider: 'lago', key: 'acct:2', externalId: 'acct:2', name: 'Alan' });
const createLago = () => createFakeProvider({ name: 'lago', customers: { 'acct-1': ada, 'acct:2': alan } });

describe('a customer by its global id', () => {
  it('is found, whatever its key holds', async () => {
    const query =
      'query ($id: ID!) { customer(id: $id) { id name createdAt provider { name } } node(id: $id) { id __typename } }';
    const { data, errors } = await execute([createLago()], query, { id: idOf('lago', 'acct:2') });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      customer: {
        id: idOf('lago', 'acct:2'),
        name: 'Alan',
        createdAt: '2026-01-02T03:04:05.000Z',
        provider: { name: 'lago' },
      },
      node: { id: idOf('lago', 'acct:2'), __typename: 'Customer' },
    });
  });

  it.each([
    ['garbage', 'no id'],
    ['another type', encodeNodeId({ type: 'Wallet', provider: 'lago', key: 'acct-1' })],
    ['a provider that is not configured', idOf('stripe', 'acct-1')],
    ['a dot segment', idOf('lago', '..')],
    ['a control character', idOf('lago', 'a\nb')],
  ])('is null for %s, and asks nobody', async (_name, id) => {
    const lago = createLago();
    const query =
      'query ($id: ID!) { customer(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }';
    expect(await execute([lago], query, { id })).toEqual({
      data: { customer: null, node: null, nodes: [null] },
    });
    expect(lago.reads).toEqual([]);
  });
});

describe('several nodes', () => {
  it('come in the order asked, with one read for all customers of a provider', async () => {
    const lago = createLago();
    const ids = [
      idOf('lago', 'acct:2'),
      idOf('lago', 'gone'),
      encodeNodeId({ type: 'Provider', provider: 'lago', key: 'lago' }),
      idOf('lago', 'acct-1'),
      idOf('lago', 'acct:2'),
    ];
    const { data } = await execute([lago], 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(data).toEqual({ nodes: [{ id: ids[0] }, null, { id: ids[2] }, { id: ids[3] }, { id: ids[4] }] });
    expect(lago.reads).toEqual([{ read: 'customers', keys: ['acct:2', 'gone', 'acct-1'] }]);
  });

  it('fail one by one', async () => {
    const failure = new ProviderError({ provider: 'lago', failure: 'bad-response', status: 200 });
    const lago = createFakeProvider({ name: 'lago', customers: { 'acct-1': ada, broken: failure } });
    const ids = [idOf('lago', 'broken'), idOf('lago', 'acct-1')];
    const answer = await execute([lago], 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(answer.data).toEqual({ nodes: [null, { id: ids[1] }] });
    expect(answer.errors).toMatchObject([
      {
        path: ['nodes', 0],
        extensions: { code: 'PROVIDER_BAD_RESPONSE', provider: 'lago', retryable: false },
      },
    ]);
  });
});

describe('a customer by its external id', () => {
  const query =
    'query ($provider: String!, $externalId: String!) { customerByExternalId(provider: $provider, externalId: $externalId) { name } }';

  it('is found, and null when there is none', async () => {
    expect(await execute([createLago()], query, { provider: 'lago', externalId: 'acct-1' })).toEqual({
      data: { customerByExternalId: { name: 'Ada' } },
    });
    expect(await execute([createLago()], query, { provider: 'lago', externalId: 'nobody' })).toEqual({
      data: { customerByExternalId: null },
    });
  });

  it.each([
    [{ provider: 'stripe', externalId: 'acct-1' }, 'provider'],
    [{ provider: 'lago', externalId: '' }, 'externalId'],
    [{ provider: 'lago', externalId: '..' }, 'externalId'],
    [{ provider: 'lago', externalId: 'a\u0000' }, 'externalId'],
    [{ provider: 'lago', externalId: 'x'.repeat(10_240) }, 'externalId'],
  ])('names the argument that is wrong and asks nobody', async (variables, argument) => {
    const lago = createLago();
    const { data, errors } = await execute([lago], query, variables);
    expect(data).toEqual({ customerByExternalId: null });
    expect(errors).toMatchObject([
      { path: ['customerByExternalId'], extensions: { code: 'BAD_USER_INPUT', argument } },
    ]);
    expect(lago.reads).toEqual([]);
  });
});

describe('the raw record', () => {
  it('keeps numbers that a double cannot hold as text', async () => {
    const raw = {
      big: new LosslessNumber('9007199254740993'),
      exact: new LosslessNumber('0.5'),
      list: [1, null, { a: true }],
    };
    const lago = createFakeProvider({ name: 'lago', customers: { a: { ...ada, raw } } });
    const { data } = await execute([lago], 'query ($id: ID!) { customer(id: $id) { raw } }', {
      id: idOf('lago', 'a'),
    });
    expect(data).toEqual({
      customer: { raw: { big: '9007199254740993', exact: 0.5, list: [1, null, { a: true }] } },
    });
  });
});
