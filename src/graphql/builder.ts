import SchemaBuilder from '@pothos/core';
import type { Decimal } from '../billing/decimal.ts';
import type { Context } from './context.ts';

/** Which TypeScript value stands behind each scalar. */
type Scalars = {
  ID: { Input: string; Output: string };
  DateTime: { Input: Date; Output: Date };
  Decimal: { Input: Decimal; Output: Decimal };
  BigInt: { Input: bigint; Output: bigint };
  CurrencyCode: { Input: string; Output: string };
  JSON: { Input: unknown; Output: unknown };
};

/** The Pothos builder; a field is non-null unless it says `nullable: true`. */
export const builder = new SchemaBuilder<{
  Context: Context;
  Scalars: Scalars;
  DefaultFieldNullability: false;
}>({ defaultFieldNullability: false });

builder.queryType({
  description:
    'Everything that can be read. A field that asks one provider is null, with an error, when that fails; what asks several answers the others and lists the missing ones in `unavailable`.',
});

builder.mutationType({
  description:
    'Everything that can be changed. What can be expected to go wrong is data: each result is the payload or one of the errors. Mutations of one request run one after the other, and what is selected below a payload is read after its change. A change is sent once and never repeated.',
});
