import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  createBlankExamples,
  createExamples,
} from '../../../src/server/graphiql/examples/create-examples.ts';

const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));
const sandbox = createExamples([
  { name: 'flexprice', kind: 'FLEXPRICE' },
  { name: 'lago', kind: 'LAGO' },
  { name: 'polar', kind: 'POLAR' },
]);
const nameOf = (query: string) => getOperationAST(parse(query))?.name?.value;

describe('the examples', () => {
  it.each(sandbox.map((example) => [nameOf(example.query), example] as const))(
    '%s is valid, commented and given its variables',
    (_name, { query, variables }) => {
      const document = parse(query);
      const declared = getOperationAST(document)?.variableDefinitions ?? [];

      expect(validate(schema, document)).toEqual([]);
      expect(query).toMatch(/^# /);
      expect(Object.keys(variables ?? {})).toEqual(declared.map(({ variable }) => variable.name.value));
    },
  );

  it('cover what a frontend begins with, each in a tab with a name', () => {
    expect(sandbox.map(({ query }) => nameOf(query))).toEqual([
      'CustomerOverview',
      'AccountEverywhere',
      'SeveralAccounts',
      'CustomersById',
      'FeatureAccess',
      'NewestCustomers',
      'KeepCustomer',
    ]);
  });

  it('are the same, but for global ids, where the provider is left to be filled in', () => {
    const queries = sandbox.map(({ query }) => query).filter((query) => nameOf(query) !== 'CustomersById');
    const blank = createBlankExamples();

    expect(blank.map(({ query }) => query)).toEqual(queries);
    expect(blank.map(({ variables }) => variables?.provider).filter(Boolean)).toEqual(['…', '…']);
  });

  it('ask the first provider that is configured', () => {
    const examples = createExamples([
      { name: 'polar-eu', kind: 'POLAR' },
      { name: 'polar-us', kind: 'POLAR' },
    ]);

    expect(examples.map(({ variables }) => variables?.provider).filter(Boolean)).toEqual([
      'polar-eu',
      'polar-eu',
    ]);
  });

  it('give global ids only for Lago, whose customers can be told by their external ids', () => {
    const withoutLago = createExamples([{ name: 'polar', kind: 'POLAR' }]);
    expect(withoutLago.map(({ query }) => nameOf(query))).not.toContain('CustomersById');

    const withLago = createExamples([{ name: 'lago-eu', kind: 'LAGO' }]);
    const ids = withLago.find(({ query }) => nameOf(query) === 'CustomersById')?.variables?.ids;
    expect(ids).toEqual([btoa('Customer:lago-eu:acct-3'), btoa('Customer:lago-eu:acct-4')]);
  });
});
