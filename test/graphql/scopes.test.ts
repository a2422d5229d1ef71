import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/graphql/caller.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { callerOf, executeAs } from '../support/execute-as.ts';
import { ada, createWritableProvider } from '../support/fake-writes.ts';

const id = encodeNodeId({ type: 'Customer', provider: 'lago', key: ada.key });
const account = encodeNodeId({ type: 'Provider', provider: 'lago', key: 'lago' });
const couponId = encodeNodeId({ type: 'AppliedCoupon', provider: 'lago', key: 'ac-1' });

const open = () => createWritableProvider(undefined, { customers: { [ada.key]: { ...ada, raw: { a: 1 } } } });

const reads = {
  customer: `customer(id: "${id}") { name }`,
  node: `node(id: "${id}") { id }`,
  customerByExternalId: 'customerByExternalId(provider: "lago", externalId: "acct-1") { name }',
  account: 'account(externalId: "acct-1") { customers { name } }',
  accounts: 'accounts(externalIds: ["acct-1"]) { customers { name } }',
  customers: 'customers { totalCount }',
} as const;

const customer = `customer: { id: "${id}" }`;
const created = '(input: { provider: "lago", externalId: "acct-1" })';

const writes = {
  createCustomer: `createCustomer${created}`,
  ensureCustomer: `ensureCustomer${created}`,
  updateCustomer: `updateCustomer(input: { ${customer}, name: "Ada" })`,
  deleteCustomer: `deleteCustomer(input: { ${customer} })`,
  removeCoupon: `removeCoupon(input: { appliedCouponId: "${couponId}" })`,
  createPortalSession: `createPortalSession(input: { ${customer} })`,
  createCheckoutSession: `createCheckoutSession(input: { ${customer} })`,
} as const;

const everyRead = Object.entries(reads);
const everyWrite = Object.entries(writes);
/** The one error of a mutation that is refused. */
const refusalOf = (mutation: string) => ({
  message: `The credentials do not allow \`Mutation.${mutation}\`.`,
  path: [mutation],
  extensions: { code: 'FORBIDDEN' },
});

/** Asks with nothing but these scopes, and tells whether anything was asked of the account. */
async function ask(scopes: readonly Scope[], query: string) {
  const provider = open();
  const { data, errors } = await executeAs({ caller: callerOf({ scopes }), providers: [provider] }, query);
  return { data, errors, calls: provider.reads.length + provider.writes.length };
}

describe('a caller with customers:read', () => {
  it.each(everyRead)('may read %s', async (_field, selection) => {
    const { errors, calls } = await ask(['customers:read'], `{ ${selection} }`);
    expect([errors, calls]).toEqual([undefined, 1]);
  });

  it.each(everyWrite)('may not %s, and nobody is asked', async (field, mutation) => {
    const { data, errors, calls } = await ask(['customers:read'], `mutation { ${mutation} { __typename } }`);
    expect({ data, errors, calls }).toMatchObject({
      data: null,
      errors: [refusalOf(field)],
      calls: 0,
    });
  });

  it('sees everything of a customer but its raw record', async () => {
    const { data, errors } = await ask(['customers:read'], `{ customer(id: "${id}") { name raw } }`);
    expect(data).toEqual({ customer: { name: 'Ada', raw: null } });
    expect(errors).toMatchObject([{ path: ['customer', 'raw'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it('and customers:raw also sees that', async () => {
    const answer = await ask(['customers:read', 'customers:raw'], `{ customer(id: "${id}") { raw } }`);
    expect(answer).toMatchObject({ data: { customer: { raw: { a: 1 } } }, errors: undefined });
  });
});

describe('a caller with customers:write', () => {
  it.each(everyWrite)('may %s', async (_field, mutation) => {
    const { errors, calls } = await ask(['customers:write'], `mutation { ${mutation} { __typename } }`);
    expect([errors, calls]).toEqual([undefined, 1]);
  });

  it('may read the customer that it has written, but for the raw record', async () => {
    const { data, errors } = await ask(
      ['customers:write'],
      `mutation { ${writes.updateCustomer} {
        ... on UpdateCustomerPayload { customer { name raw coupons { id } } }
      } }`,
    );
    expect(data).toEqual({ updateCustomer: { customer: { name: 'Ada', raw: null, coupons: null } } });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe.each([
  ['customers:write', ['customers:write']],
  ['customers:raw', ['customers:raw']],
  ['no scope at all', []],
] as const satisfies readonly (readonly [string, readonly Scope[]])[])(
  'a caller with %s who is no customer',
  (_name, scopes) => {
    it.each(everyRead)('may not read %s, and nobody is asked', async (field, selection) => {
      const { errors, calls } = await ask(scopes, `{ ${selection} }`);
      expect(errors).toMatchObject([{ path: [field], extensions: { code: 'FORBIDDEN' } }]);
      expect(calls).toBe(0);
    });

    it('has an empty viewer and sees which accounts there are', async () => {
      const query = `{
        viewer { externalId } providers { name } provider(name: "lago") { name } node(id: "${account}") { id }
      }`;
      expect(await ask(scopes, query)).toEqual({
        data: {
          viewer: null,
          providers: [{ name: 'lago' }],
          provider: { name: 'lago' },
          node: { id: account },
        },
        errors: undefined,
        calls: 0,
      });
    });

    it('is refused each customer of a list of nodes, and given the rest', async () => {
      const { data, errors, calls } = await ask(scopes, `{ nodes(ids: ["${account}", "${id}"]) { id } }`);
      expect([data, calls]).toEqual([{ nodes: [{ id: account }, null] }, 0]);
      expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'FORBIDDEN' } }]);
    });
  },
);

describe('a caller with customers:raw alone', () => {
  it.each(everyWrite)('may not %s, and nobody is asked', async (field, mutation) => {
    const { errors, calls } = await ask(['customers:raw'], `mutation { ${mutation} { __typename } }`);
    expect([errors, calls]).toMatchObject([[refusalOf(field)], 0]);
  });
});

describe('a caller with all scopes who is a customer', () => {
  const caller = callerOf({
    scopes: ['customers:read', 'customers:write', 'customers:raw'],
    externalId: 'acct-1',
  });

  it('has a viewer, and sees others beside it', async () => {
    const other = { ...ada, key: 'acct-2', externalId: 'acct-2', name: 'Bob' };
    const provider = createWritableProvider(undefined, { customers: { [ada.key]: ada, [other.key]: other } });
    const { data } = await executeAs(
      { caller, providers: [provider] },
      '{ viewer { customers { name raw } } account(externalId: "acct-2") { customers { name } } }',
    );
    expect(data).toEqual({
      viewer: { customers: [{ name: 'Ada', raw: {} }] },
      account: { customers: [{ name: 'Bob' }] },
    });
  });
});
