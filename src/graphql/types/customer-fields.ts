import { addressParts } from '../../billing/customer.ts';
import type { CustomerFields } from '../../billing/customer-write.ts';
import { builder } from '../builder.ts';
import type { metadataEntryInput } from './metadata-entry-input.ts';

/** A postal address in a write. */
export const addressInput = builder.inputType('AddressInput', {
  description:
    'A postal address, part by part: in an update a part that is absent stays as it is and null clears it. An empty text counts as null.',
  fields: (t) => ({
    line1: t.string({ description: 'Street and number.' }),
    line2: t.string({ description: 'Whatever the first line has no room for.' }),
    city: t.string({ description: 'City or town.' }),
    state: t.string({
      description: 'State or province, spelled as the provider does (Polar: "US-CA").',
    }),
    postalCode: t.string({ description: 'Postal code.' }),
    country: t.string({
      description:
        'ISO 3166-1 alpha-2 in upper case: "DE". An address on Polar needs it, and neither Polar nor Flexprice can clear it.',
    }),
  }),
});

type Text = string | null | undefined;

/** The fields of a customer as the inputs of its writes have them. */
type FieldsInput = { readonly [Name in (typeof textFields)[number]]?: Text } & {
  readonly address?: typeof addressInput.$inferInput | null | undefined;
  readonly metadata?: readonly (typeof metadataEntryInput.$inferInput)[] | null | undefined;
};

const textFields = ['name', 'email', 'phone', 'currency', 'timezone', 'locale', 'taxId'] as const;

/** The fields that the input mentions, with empty texts as null. */
export function toFields(input: FieldsInput): CustomerFields {
  const { address, metadata } = input;
  return {
    ...toTexts(input, textFields),
    ...(address !== undefined && { address: address === null ? null : toTexts(address, addressParts) }),
    ...(metadata !== undefined && { metadata }),
  };
}

/** Those texts that the input mentions. */
function toTexts<Name extends string>(
  input: { readonly [Each in Name]?: Text },
  names: readonly Name[],
): { [Each in Name]?: string | null } {
  const texts: { [Each in Name]?: string | null } = {};
  for (const name of names) {
    const text = input[name];
    if (text !== undefined) texts[name] = text === '' ? null : text;
  }
  return texts;
}
