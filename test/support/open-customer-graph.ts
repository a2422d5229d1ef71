import { z } from 'zod';
import { type OpenGraph, openGraph } from './open-graph.ts';
import type { CustomerFields, ProviderName } from './sample-customers.ts';

/** The graph in front of the sandbox, with the ways to write customers and to look at them. */
export interface CustomerGraph extends OpenGraph {
  /** Runs a mutation that has to come to a result, whichever. */
  mutate(mutation: MutationName, input: object): Promise<MutationResult>;
  /** Creates a customer. */
  create(input: object): Promise<MutationResult>;
  /** Changes the customer with this external id. */
  update(provider: ProviderName, externalId: string, changes: CustomerFields): Promise<MutationResult>;
  /** Runs a mutation that may also be refused as a whole. */
  attempt(mutation: MutationName, input: object): Promise<Attempt>;
  /** The customer as everybody finds it, asked anew. */
  find(provider: ProviderName, externalId: string): Promise<AnsweredCustomer | null>;
  /** The customer by each of the ways to ask for it; the id may be one that it had. */
  findEverywhere(customer: Sought): Promise<Sightings>;
  /** The calls since the last look, as "METHOD path" with the path decoded, of one account. */
  callsOf(provider: ProviderName): readonly string[];
}

/** Whom to look for. */
interface Sought {
  readonly provider: ProviderName;
  readonly id: string;
  readonly externalId: string;
}

const entrySchema = z.object({ key: z.string(), value: z.string() });
const text = z.string().nullable();

const customerSchema = z.object({
  id: z.string(),
  provider: z.object({ name: z.string() }),
  providerCustomerId: z.string(),
  externalId: text,
  name: text,
  email: text,
  phone: text,
  currency: text,
  timezone: text,
  locale: text,
  taxId: text,
  address: z
    .object({ line1: text, line2: text, city: text, state: text, postalCode: text, country: text })
    .nullable(),
  // Their order is the provider's business.
  metadata: z.array(entrySchema).transform((entries) => entries.toSorted((a, b) => (a.key < b.key ? -1 : 1))),
  createdAt: z.string(),
  updatedAt: text,
});

/** A customer's plain fields, its metadata sorted by key. */
export type AnsweredCustomer = z.infer<typeof customerSchema>;

const resultSchema = z.object({
  __typename: z.string(),
  customer: customerSchema.optional(),
  created: z.boolean().optional(),
  deletedId: z.string().optional(),
  coupon: z.object({ id: z.string(), status: z.string() }).optional(),
  url: z.string().optional(),
  expiresAt: text.optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  issues: z.array(z.object({ path: z.array(z.string()), message: z.string() })).optional(),
  provider: z.object({ name: z.string() }).optional(),
});

/** The member of a mutation's union, with the fields that it has. */
export type MutationResult = z.infer<typeof resultSchema>;

/** Where the issues of a ValidationError are, as sorted text: "input.address.country". */
export function pathsOf({ issues = [] }: Pick<MutationResult, 'issues'>): readonly string[] {
  return issues.map(({ path }) => path.join('.')).sort();
}

/** What came of a mutation: its result, or the codes of the errors that came in its place. */
export interface Attempt {
  readonly result: MutationResult | null;
  readonly codes: readonly unknown[];
}

/** Whether the input was refused: as data, or as a whole. */
export function isRefusal({ result, codes }: Attempt): boolean {
  if (result === null) return codes.join() === 'BAD_USER_INPUT';
  return result.__typename === 'ValidationError' && codes.length === 0;
}

const sightingsSchema = z.object({
  byId: customerSchema.nullable(),
  node: customerSchema.nullable(),
  byExternalId: customerSchema.nullable(),
  listed: z.object({ nodes: z.array(customerSchema), totalCount: z.number(), unavailable: z.tuple([]) }),
});

/** The customer by each of the ways to ask for it. */
type Sightings = z.infer<typeof sightingsSchema>;

/** Every plain field of a customer. */
export const wholeCustomer = `fragment Whole on Customer {
  id provider { name } providerCustomerId externalId name email phone currency timezone locale taxId
  address { line1 line2 city state postalCode country } metadata { key value } createdAt updatedAt
}`;

const payloads = {
  createCustomer: 'customer { ...Whole }',
  ensureCustomer: 'created customer { ...Whole }',
  updateCustomer: 'customer { ...Whole }',
  deleteCustomer: 'deletedId',
  removeCoupon: 'coupon { id status }',
  createPortalSession: 'url expiresAt',
  createCheckoutSession: 'url expiresAt',
} as const;

/** One of the mutations. */
export type MutationName = keyof typeof payloads;

const withoutInput: readonly MutationName[] = ['deleteCustomer', 'removeCoupon'];

function documentOf(mutation: MutationName): string {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
  const payload = payloads[mutation];
  const input = mutation === 'ensureCustomer' ? 'CreateCustomerInput' : `${type}Input`;
  return `mutation ($input: ${input}!) {
    result: ${mutation}(input: $input) {
      __typename
      ... on ${type}Payload { ${payload} }
      ... on Error { code message }
      ... on UnsupportedError { provider { name } }
      ... on ProviderError { provider { name } }
      ${withoutInput.includes(mutation) ? '' : '... on ValidationError { issues { path message } }'}
    }
  }
  ${payload.includes('...Whole') ? wholeCustomer : ''}`;
}

const sightings = `query ($id: ID!, $provider: String!, $externalId: String!) {
  byId: customer(id: $id) { ...Whole }
  node(id: $id) { ...Whole }
  byExternalId: customerByExternalId(provider: $provider, externalId: $externalId) { ...Whole }
  listed: customers(provider: $provider, filter: { externalIds: [$externalId] }) {
    nodes { ...Whole } totalCount unavailable { code }
  }
}
${wholeCustomer}`;

const byExternalId = `query ($provider: String!, $externalId: String!) {
  customer: customerByExternalId(provider: $provider, externalId: $externalId) { ...Whole }
}
${wholeCustomer}`;

/** Opens a graph over a sandbox of its own. */
export async function openCustomerGraph(): Promise<CustomerGraph> {
  const graph = await openGraph();

  async function attempt(mutation: MutationName, input: object): Promise<Attempt> {
    const { data, errors = [] } = await graph.ask(documentOf(mutation), { input });
    const answered = z.object({ result: resultSchema }).nullish().parse(data);
    return { result: answered?.result ?? null, codes: errors.map(({ extensions }) => extensions?.code) };
  }

  async function read(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { data, errors } = await graph.ask(query, variables);
    if (errors !== undefined) throw new Error(`the query failed: ${JSON.stringify(errors)}`);
    return data;
  }

  async function mutate(mutation: MutationName, input: object): Promise<MutationResult> {
    const { result, codes } = await attempt(mutation, input);
    if (result === null || codes.length > 0) throw new Error(`${mutation} failed: ${codes.join(', ')}`);
    return result;
  }

  return {
    ...graph,
    attempt,
    mutate,
    create: (input) => mutate('createCustomer', input),
    update: (provider, externalId, changes) =>
      mutate('updateCustomer', { customer: { external: { provider, externalId } }, ...changes }),
    async find(provider, externalId) {
      const data = await read(byExternalId, { provider, externalId });
      return z.object({ customer: customerSchema.nullable() }).parse(data).customer;
    },
    async findEverywhere({ provider, id, externalId }) {
      return sightingsSchema.parse(await read(sightings, { provider, id, externalId }));
    },
    callsOf: (provider) =>
      graph
        .takeCalls()
        .filter(({ account }) => account === provider)
        .map(({ method, target }) => `${method} ${decodeURIComponent(target.split('?')[0] ?? '')}`),
  };
}
