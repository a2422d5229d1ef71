import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { printSchema } from '../../scripts/print-schema.ts';

const own = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

it('is what schema.graphql holds', async () => {
  expect(printSchema()).toBe(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
});

it('describes every type, field, argument and enum value', () => {
  const silent = own.flatMap((type) => {
    const members = isEnumType(type)
      ? type.getValues()
      : isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : [];
    const argumentsOf = members.flatMap((member) => ('args' in member ? member.args : []));
    return [type, ...members, ...argumentsOf]
      .filter(({ description }) => !description)
      .map(({ name }) => `${type.name}.${name}`);
  });
  expect(silent).toEqual([]);
});

it('marks in print what only some providers can do', () => {
  expect(printSchema()).toMatch(
    /pastUsage\([\s\S]*?\): \[UsagePeriod!\] @supportedBy\(providers: \[LAGO\]\)/,
  );
});

it('marks in print mutations of some providers, and the input that takes exactly one field', () => {
  expect(printSchema()).toContain('RemoveCouponResult! @supportedBy(providers: [LAGO])');
  expect(printSchema()).toContain('CreateCheckoutSessionResult! @supportedBy(providers: [LAGO, POLAR])');
  expect(printSchema()).toContain('input CustomerKey @oneOf {');
});

it('lets every field that asks a provider be null, so that one failure costs one field', () => {
  const customer = schema.getType('Customer');
  const fields = isObjectType(customer) ? customer.getFields() : expect.fail('no Customer');
  const asking = [
    'usage',
    'pastUsage',
    'entitlements',
    'upcomingGrants',
    'coupons',
    'balance',
    'subscriptions',
    'raw',
  ];
  expect(asking.filter((name) => String(fields[name]?.type).endsWith('!'))).toEqual([]);
});
