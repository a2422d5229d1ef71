import SchemaBuilder from '@pothos/core';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import type { Decimal } from '../billing/decimal.ts';
import type { Scope } from './caller.ts';
import type { Context } from './context.ts';
import { forbidden } from './forbidden.ts';

/** Which TypeScript value stands behind each scalar. */
type Scalars = {
  ID: { Input: string; Output: string };
  DateTime: { Input: Date; Output: Date };
  Decimal: { Input: Decimal; Output: Decimal };
  BigInt: { Input: bigint; Output: bigint };
  CurrencyCode: { Input: string; Output: string };
  JSON: { Input: unknown; Output: unknown };
};

/** What a field may ask for in `authScopes`. Of several, one is enough. */
type AuthScopes = Record<Scope, boolean> & {
  /** The caller is a customer: the field then shows, or does, nothing but for that customer. */
  isCustomer: boolean;
};

/** The Pothos builder; a field is non-null unless it says `nullable: true`. */
export const builder = new SchemaBuilder<{
  Context: Context;
  Scalars: Scalars;
  AuthScopes: AuthScopes;
  DefaultFieldNullability: false;
}>({
  defaultFieldNullability: false,
  plugins: [ScopeAuthPlugin],
  scopeAuth: {
    authScopes: ({ caller }) => ({
      'customers:read': caller.scopes.has('customers:read'),
      'customers:write': caller.scopes.has('customers:write'),
      'customers:raw': caller.scopes.has('customers:raw'),
      isCustomer: caller.externalId !== null,
    }),
    unauthorizedError: (_parent, _context, { parentType, fieldName }) =>
      forbidden(`\`${parentType.name}.${fieldName}\``),
  },
});

builder.queryType({
  description:
    'Everything that can be read. Callers with the scope `customers:read` see all customers; one who is a customer, and has no such scope, sees its own: any other is to it as if it did not exist. To whoever is neither, fields of customers are FORBIDDEN. A field that asks one provider is null, with an error, when that fails; what asks several answers the others and lists the missing ones in `unavailable`. Before that, what a provider in trouble last said is used where it is recent enough; `extensions.billgraph.stale` lists each such field: `path`, `provider`, `asOf` and, as an ErrorCode, `reason`.',
});

builder.mutationType({
  // Of the whole type, so that a mutation which says nothing of its own asks for the most.
  authScopes: { 'customers:write': true },
  description:
    'Everything that can be changed, by callers with the scope `customers:write`. What can be expected to go wrong is data: each result is the payload or one of the errors. Mutations of one request run one after the other, and what is selected below a payload is read after its change. A change is sent once and never repeated.',
});
