import { z } from 'zod';
import {
  type Answer,
  type Fields,
  fixtureRecord,
  listed,
  ok,
  refusal,
  type SentRequest,
  type Upstream,
} from './support.ts';

const inputSchema = z.object({ customer: z.looseObject({ external_id: z.string() }) });

/** Answers in place of the organization, by method and path; called instead of it. */
export type Answers = Readonly<Record<string, (request: SentRequest) => Answer>>;

/** A customer's record as Lago has it. */
export function person(external_id: string, fields: Fields = {}): Fields {
  return { ...fixtureRecord('customer', 'customer'), external_id, ...fields };
}

/** A Lago that keeps its customers: reads, the upsert and the deletion of one, and the list filtered by external id. */
export function createOrganization(known: readonly Fields[] = [], answers: Answers = {}): Upstream {
  const customers = new Map(known.map((customer) => [String(customer.external_id), customer]));

  function upsert({ body }: SentRequest): Answer {
    const { customer: input } = inputSchema.parse(body);
    const stored = customers.get(input.external_id) ?? person(input.external_id, { metadata: [] });
    customers.set(input.external_id, { ...stored, ...input, metadata: stored.metadata });
    return ok({ customer: customers.get(input.external_id) });
  }

  function one({ method, path }: SentRequest): Answer {
    const id = decodeURIComponent(path.replace('/customers/', ''));
    const customer = customers.get(id);
    if (customer === undefined) return refusal(404, 'customer_not_found');
    if (method === 'DELETE') customers.delete(id);
    return ok({ customer });
  }

  return (request) => {
    const { method, path, query } = request;
    const answer = answers[`${method} ${path}`];
    if (answer !== undefined) return answer(request);
    if (path !== '/customers') return one(request);
    if (method === 'POST') return upsert(request);
    const rows = [...customers.values()].filter((row) => row.external_id === query.external_id);
    return listed('customers', rows, request);
  };
}
