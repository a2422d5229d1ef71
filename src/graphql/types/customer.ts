import type { Address, Customer, MetadataEntry } from '../../billing/customer.ts';
import { checkId } from '../bad-user-input.ts';
import { builder } from '../builder.ts';
import { encodeNodeId } from '../node-id.ts';
import { providerKeyOf, providerNamed } from '../provider-key.ts';
import { createStartChildren } from '../start-children.ts';
import { supportedBy } from '../supported-by.ts';
import { findCustomer, nodeInterface } from './node.ts';
import { providerType } from './provider.ts';

const addressType = builder.objectRef<Address>('Address').implement({
  description: 'A postal address; a part that the provider does not know is null.',
  fields: (t) => ({
    line1: t.exposeString('line1', { nullable: true, description: 'Street and number.' }),
    line2: t.exposeString('line2', {
      nullable: true,
      description: 'Whatever the first line has no room for.',
    }),
    city: t.exposeString('city', { nullable: true, description: 'City or town.' }),
    state: t.exposeString('state', {
      nullable: true,
      description: 'State or province, spelled as the provider does (Polar: "US-CA").',
    }),
    postalCode: t.exposeString('postalCode', { nullable: true, description: 'Postal code.' }),
    country: t.exposeString('country', { nullable: true, description: 'ISO 3166-1 alpha-2: "DE".' }),
  }),
});

const metadataEntryType = builder.objectRef<MetadataEntry>('MetadataEntry').implement({
  description: 'One entry of the metadata that you keep with a customer at the provider.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Unique within the customer.' }),
    value: t.exposeString('value', { description: 'The text; a value that is not text is its JSON text.' }),
  }),
});

/** A record is about as long as so many rows. */
const rowsOfRecord = 50;

/** A customer; the files of the other nouns add their fields to it. */
export const customerType = builder.objectRef<Customer>('Customer').implement({
  description:
    'A customer of one provider account. Plain values come with the customer; each field that is asked of the provider separately is null, with an error, when that fails, and leaves the others alone.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      description: 'Global id: base64 of `Customer:<provider name>:<native key>`.',
      resolve: ({ provider, key }) => encodeNodeId({ type: 'Customer', provider, key }),
    }),
    provider: t.field({
      type: providerType,
      description: 'The account that bills this customer.',
      resolve: (customer, _args, context) => providerKeyOf(customer, context).provider,
    }),
    providerCustomerId: t.exposeString('providerCustomerId', { description: "The provider's own id." }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'Your id for the customer; null where it was created without one.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Name of the person or company.' }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'E-mail address; on Lago it may hold several, separated by commas.',
    }),
    phone: t.exposeString('phone', {
      nullable: true,
      ...supportedBy(['FLEXPRICE', 'LAGO'], 'Telephone number.'),
    }),
    currency: t.expose('currency', {
      type: 'CurrencyCode',
      nullable: true,
      ...supportedBy(
        ['LAGO'],
        'The currency that the customer is billed in by default; balances may be in others.',
      ),
    }),
    timezone: t.exposeString('timezone', {
      nullable: true,
      ...supportedBy(
        ['FLEXPRICE', 'LAGO'],
        "IANA time zone; on Lago the customer's own, else the one that applies to it.",
      ),
    }),
    locale: t.exposeString('locale', {
      nullable: true,
      ...supportedBy(['LAGO', 'POLAR'], 'Language of documents and pages: "en", "pt-BR".'),
    }),
    taxId: t.exposeString('taxId', {
      nullable: true,
      ...supportedBy(['LAGO', 'POLAR'], 'Tax identification number.'),
    }),
    address: t.expose('address', {
      type: addressType,
      nullable: true,
      description: 'Billing address; null when every part of it is empty.',
    }),
    metadata: t.field({
      type: [metadataEntryType],
      description: 'What you keep with the customer at the provider; empty when there is nothing.',
      resolve: ({ metadata }, _args, { answer }) => answer.count(metadata),
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the provider created the customer.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When it was last changed; null when it never was or the provider does not tell, as Flexprice in its answer to an update.',
    }),
    raw: t.field({
      type: 'JSON',
      nullable: true,
      authScopes: { 'customers:raw': true },
      description:
        "The provider's own record, unmapped and in the provider's own names. For debugging and for what the graph does not show; it may change with the provider. null with FORBIDDEN for callers without the scope `customers:raw`.",
      resolve: ({ raw }, _args, { answer }) => {
        answer.add(rowsOfRecord);
        return raw;
      },
    }),
  }),
});

builder.queryFields((t) => ({
  customer: t.field({
    type: customerType,
    nullable: true,
    description:
      'The customer with this global id; null when the id is none of ours or the customer does not exist.',
    args: { id: t.arg.id({ required: true, description: "The customer's global id." }) },
    authScopes: { 'customers:read': true, isCustomer: true },
    resolve: (_root, { id }, context, info) => findCustomer(id, context, info),
  }),
  customerByExternalId: t.field({
    type: customerType,
    nullable: true,
    description:
      'The customer with your id at one provider account; null when the account has no such customer.',
    args: {
      provider: t.arg.string({ required: true, description: 'The configured name of the account.' }),
      externalId: t.arg.string({
        required: true,
        description: 'Your id for the customer, exactly as given.',
      }),
    },
    authScopes: { 'customers:read': true, isCustomer: true },
    resolve: async (_root, { provider: name, externalId }, context, info) => {
      const provider = providerNamed('provider', name, context.providers);
      const customer = context.customers.byExternalId({ provider, key: checkId('externalId', externalId) });
      const key = provider.customers.keyOf?.(externalId) ?? null;
      if (key !== null) createStartChildren(info, context)({ provider, key });
      return (await customer).take(context.stale.at(info.path));
    },
  }),
}));
