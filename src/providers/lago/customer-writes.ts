import type { Call } from '../../billing/call.ts';
import type { Customer } from '../../billing/customer.ts';
import type { CustomerChanges, CustomerWrites, NewCustomer } from '../../billing/customer-write.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { conflict, notThere, type WriteRefusal } from '../../billing/write-refusal.ts';
import { validate } from '../../http/validate.ts';
import { checkChanges, checkNewCustomer } from '../customer-rules.ts';
import { createEnsure } from '../ensure-customer.ts';
import { conflictOver, refusing } from '../refused-write.ts';
import type { RowLoader } from '../row-loader.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { customerNotFound, type LagoClient, path } from './client.ts';
import { keyOf, requirePathTo } from './customer-path.ts';
import { customerRules } from './customer-rules.ts';
import {
  type CustomerRow,
  type CustomerSources,
  customerAnswerSchema,
  externalIdOf,
  readRecord,
} from './customers.ts';
import { createTurns, type Turn } from './turns.ts';
import { upsertCustomer } from './upsert-customer.ts';
import { storedMetadataSchema, toChanges, toMetadata, toNewCustomer } from './wire/customer-input.ts';

/**
 * Changing customers. Lago's only write is an upsert, so each one is preceded by a look whether the customer is there,
 * and within this process the writes to one customer take turns. What another process does between the look and the
 * write goes unnoticed unless the two collide. Clearing `name` uncovers the first and last name where Lago has them,
 * since a customer without a name is shown with those.
 */
export function createCustomerWrites(client: LagoClient, { rows, reads }: CustomerSources): CustomerWrites {
  const turns = createTurns(client.provider);

  async function create(customer: NewCustomer, call: Call): Promise<Customer> {
    checkNewCustomer(customerRules, customer);
    const { externalId } = customer;
    return turns.take(externalId, call, async (turn) => {
      if ((await lookAgain(rows, externalId, call)) !== null) throw externalIdTaken();
      const input = toNewCustomer(customer);
      // A key of the metadata is taken already: somebody else has created the customer since we looked.
      return upsertCustomer(client, { externalId, input, turn, whenKeyTaken: externalIdTaken }, call);
    });
  }

  return {
    create,
    ensure: createEnsure({ reads, check: (customer) => checkNewCustomer(customerRules, customer), create }),
    async update(reference, changes, call) {
      checkChanges(customerRules, changes);
      const externalId = keyOf(reference);
      return turns.take(externalId, call, async (turn) => {
        const row = await lookAgain(rows, externalId, call);
        if (row === null) throw notThere();
        return change(client, { externalId, row, changes, turn }, call);
      });
    },
    async delete(reference, call) {
      const externalId = keyOf(reference);
      return turns.take(externalId, call, async (turn) => {
        await requirePathTo(client, externalId, call);
        await remove(client, { externalId, turn }, call);
        return externalId;
      });
    },
  };
}

function externalIdTaken(cause?: unknown): WriteRefusal {
  return conflictOver({ path: ['externalId'], problem: 'taken' }, cause);
}

function metadataChanged(cause?: unknown): WriteRefusal {
  return conflict('The metadata was changed by somebody else at the same time.', ['metadata'], cause);
}

/** As it is now, whatever this request has read before. */
function lookAgain(
  rows: RowLoader<CustomerRow>,
  externalId: string,
  call: Call,
): Promise<CustomerRow | null> {
  return rows.loadOne(externalId, { ...call });
}

interface Change {
  readonly externalId: string;
  /** The customer before it. */
  readonly row: CustomerRow;
  readonly changes: CustomerChanges;
  readonly turn: Turn;
}

async function change(
  client: LagoClient,
  { externalId, row: { record }, changes, turn }: Change,
  call: Call,
): Promise<Customer> {
  const { provider } = client;
  if (changes.externalId !== undefined && changes.externalId !== externalId) {
    throw conflictOver({ path: ['externalId'], problem: 'fixed' });
  }
  const known = readRecord(provider, record);
  const { metadata } = changes;
  const input = {
    ...toChanges(changes),
    ...(metadata !== undefined && {
      metadata: toMetadata(metadata ?? [], validate(provider, storedMetadataSchema, record)),
    }),
  };
  if (Object.keys(input).length === 0) return known;
  const changed = await upsertCustomer(
    client,
    { externalId, input, turn, whenKeyTaken: metadataChanged },
    call,
  );
  if (changed.providerCustomerId === known.providerCustomerId) return changed;
  // Deleted since we looked: the upsert has then made a new customer of the same external id.
  throw new ProviderError({ provider, failure: 'outcome-unknown', detail: 'deleted at the same time' });
}

interface Removal {
  readonly externalId: string;
  readonly turn: Turn;
}

async function remove(client: LagoClient, { externalId, turn }: Removal, call: Call): Promise<void> {
  const { provider } = client;
  const { customer } = await refusing(
    client.write(
      {
        method: 'DELETE',
        path: path`/customers/${externalId}`,
        schema: customerAnswerSchema,
        onOver: turn.hold(),
      },
      call,
    ),
    { missing: customerNotFound },
  );
  requireSameCustomer(provider, externalId, externalIdOf(provider, customer));
}
