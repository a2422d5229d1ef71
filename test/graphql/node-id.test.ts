import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalIdProblem } from '../../src/billing/customer.ts';
import { decodeNodeId, encodeNodeId } from '../../src/graphql/node-id.ts';

const encoded = (text: string) => Buffer.from(text).toString('base64');

describe('global ids', () => {
  it('are the standard base64 of type, provider and key', () => {
    expect(encodeNodeId({ type: 'Customer', provider: 'lago-eu', key: 'a:b/ü?' })).toBe(
      encoded('Customer:lago-eu:a:b/ü?'),
    );
  });

  it('come back as what they were made of, whatever the key holds', () => {
    const keys = fc.string({ unit: 'binary', minLength: 1 }).filter((key) => externalIdProblem(key) === null);
    fc.assert(
      fc.property(keys, (key) => {
        const nodeId = { type: 'Customer', provider: 'polar', key };
        expect(decodeNodeId(encodeNodeId(nodeId))).toEqual(nodeId);
      }),
    );
  });

  it.each([
    '',
    'Customer:lago:acct-1',
    'not base64!',
    encoded('Customer'),
    encoded('Customer:lago'),
    encoded('Customer:lago:'),
    encoded(':lago:acct-1'),
    encoded('Customer::acct-1'),
    encoded('Customer:lago:acct-1').replace(/=+$/, ''),
    `${encoded('Customer:lago:acct-1')}\n`,
    Buffer.from([0x43, 0x3a, 0x6c, 0x3a, 0xff]).toString('base64'),
  ])('does not take %j for one', (id) => {
    expect(decodeNodeId(id)).toBeNull();
  });
});
