import { z } from 'zod';
import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Customer, CustomerReads } from '../../billing/customer.ts';
import type { Path } from '../../http/path.ts';
import { validate } from '../../http/validate.ts';
import { createAccountWideReader } from '../account-wide.ts';
import { askableKeys } from '../askable-keys.ts';
import { requireSameCustomer } from '../same-customer.ts';
import type { ProviderSettings } from '../settings.ts';
import { notFound, type PolarClient, path, readId } from './client.ts';
import { polarIds } from './polar-id.ts';
import { toSearch } from './search.ts';
import { customerRecordSchema, toCustomer } from './wire/customer.ts';

const identitySchema = z.compile(z.object({ id: z.string(), external_id: z.string().nullish() }));

/**
 * Customers by `GET /v1/customers/{id}` and `GET /v1/customers/external/{external_id}`, one call each, since no route
 * takes a list of ids; or by pages of `GET /v1/customers/` where those are fewer.
 */
export function createCustomerReads(client: PolarClient, bulk: ProviderSettings['bulk']): CustomerReads {
  const { provider } = client;
  const accountWide = createAccountWideReader<unknown>(bulk);
  const list = { path: path`/v1/customers/`, query: {} };
  const idOf = (row: unknown) => validate(provider, identitySchema, row).id;
  const externalIdOf = (row: unknown) => validate(provider, identitySchema, row).external_id ?? '';

  /** A row that cannot be told whose it is, is nobody's here: whoever is not found is asked for alone. */
  function readListed(keys: readonly string[], key: 'id' | 'external_id', call: Call) {
    const page = (number: number) => client.page(list, number, call);
    const ownerOf = (row: unknown) => identitySchema.safeParse(row).data?.[key] ?? '';
    return accountWide.read(keys, { page, idOf: readId, ownerOf }, call.now());
  }

  async function get(
    path: Path,
    asked: string,
    keyOf: (row: unknown) => string,
    call: Call,
  ): Promise<Customer | null> {
    const row = await client.find(
      { method: 'GET', path, schema: customerRecordSchema, missing: notFound },
      call,
    );
    if (row === null) return null;
    requireSameCustomer(provider, asked, keyOf(row));
    return toCustomer(provider, row);
  }

  async function search(externalId: string, call: Call): Promise<Customer | null> {
    const rows = await client.rows({ ...list, query: toSearch(externalId) }, call);
    const row = rows.find((each) => externalIdOf(each) === externalId);
    return row === undefined ? null : toCustomer(provider, row);
  }

  function getById(id: string, call: Call): Promise<Customer | null> {
    return get(path`/v1/customers/${id}`, id, idOf, call);
  }

  function getByExternalId(externalId: string, call: Call): Promise<Customer | null> {
    // `/v1/customers/external/{external_id}`: the server decodes %2F before it matches routes, so such an id is not found.
    if (externalId.includes('/')) return search(externalId, call);
    return get(path`/v1/customers/external/${externalId}`, externalId, externalIdOf, call);
  }

  return {
    async byKeys(keys, call) {
      const ids = polarIds(keys);
      const listed = await readListed(ids, 'id', call);
      return readEach(ids, async (id) => {
        const [row] = listed?.get(id) ?? [];
        return row === undefined ? getById(id, call) : toCustomer(provider, row);
      });
    },
    async byExternalIds(externalIds, call) {
      const ids = askableKeys(externalIds);
      const listed = await readListed(ids, 'external_id', call);
      return readEach(ids, async (id) => {
        const [row] = listed?.get(id) ?? [];
        return row === undefined ? getByExternalId(id, call) : toCustomer(provider, row);
      });
    },
  };
}
