import { z } from 'zod';
import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { type Customer, type CustomerReads, externalIdProblem } from '../../billing/customer.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import type { Path } from '../../http/path.ts';
import { validate } from '../../http/validate.ts';
import { createAccountWideReader } from '../account-wide.ts';
import type { ProviderSettings } from '../settings.ts';
import { type PolarClient, polarPath, resourceMissing } from './client.ts';
import { isPolarId } from './polar-id.ts';
import { toCustomer } from './wire/customer.ts';

const record = z.record(z.string(), z.unknown());
const identity = z.object({ id: z.string(), external_id: z.string().nullish() });

/**
 * Customers by `GET /v1/customers/{id}` and `GET /v1/customers/external/{external_id}`, one call each, since no route
 * takes a list of ids; or by pages of `GET /v1/customers/` where those are fewer.
 */
export function createCustomerReads(client: PolarClient, bulk: ProviderSettings['bulk']): CustomerReads {
  const { provider } = client;
  const accountWide = createAccountWideReader<unknown>(bulk);
  const list = { path: polarPath`/v1/customers/`, query: {} };
  const idOf = (row: unknown) => validate(provider, identity, row).id;
  const externalIdOf = (row: unknown) => validate(provider, identity, row).external_id ?? '';

  /** A row that cannot be told whose it is, is nobody's here: whoever is not found is asked for alone. */
  function readListed(keys: readonly string[], key: 'id' | 'external_id', call: Call) {
    const page = (number: number) => client.page(list, number, call);
    const ownerOf = (row: unknown) => identity.safeParse(row).data?.[key] ?? '';
    return accountWide.read(keys, { page, ownerOf }, call.now());
  }

  async function get(path: Path, isAsked: (row: unknown) => boolean, call: Call): Promise<Customer | null> {
    const row = await client.find({ method: 'GET', path, schema: record, missing: resourceMissing }, call);
    if (row === null) return null;
    if (isAsked(row)) return toCustomer(provider, row);
    throw new ProviderError({ provider, failure: 'bad-response', detail: 'another customer' });
  }

  async function search(externalId: string, call: Call): Promise<Customer | null> {
    // Polar puts the text into an ILIKE pattern as it is: "%" and "_" find more than asked, a "\" and what follows less.
    const [prefix] = externalId.split('\\');
    const rows = await client.rows({ ...list, query: prefix ? { query: prefix } : {} }, call);
    const row = rows.find((each) => externalIdOf(each) === externalId);
    return row === undefined ? null : toCustomer(provider, row);
  }

  function getById(id: string, call: Call): Promise<Customer | null> {
    return get(polarPath`/v1/customers/${id}`, (row) => idOf(row) === id, call);
  }

  function getByExternalId(externalId: string, call: Call): Promise<Customer | null> {
    // `/v1/customers/external/{external_id}`: the server decodes %2F before it matches routes, so such an id is not found.
    if (externalId.includes('/')) return search(externalId, call);
    const path = polarPath`/v1/customers/external/${externalId}`;
    return get(path, (row) => externalIdOf(row) === externalId, call);
  }

  return {
    async byKeys(keys, call) {
      const ids = [...new Set(keys)].filter(isPolarId);
      const listed = await readListed(ids, 'id', call);
      return readEach(ids, async (id) => {
        const [row] = listed?.get(id) ?? [];
        return row === undefined ? getById(id, call) : toCustomer(provider, row);
      });
    },
    async byExternalIds(externalIds, call) {
      const ids = [...new Set(externalIds)].filter((id) => externalIdProblem(id) === null);
      const listed = await readListed(ids, 'external_id', call);
      return readEach(ids, async (id) => {
        const [row] = listed?.get(id) ?? [];
        return row === undefined ? getByExternalId(id, call) : toCustomer(provider, row);
      });
    },
  };
}
