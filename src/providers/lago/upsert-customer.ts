import type { Call } from '../../billing/call.ts';
import type { Customer } from '../../billing/customer.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import type { WriteRefusal } from '../../billing/write-refusal.ts';
import { outcomeUnknown } from '../../http/write-error.ts';
import { refusing } from '../refused-write.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { type LagoClient, path } from './client.ts';
import { customerAnswerSchema, externalIdOf, readRecord } from './customers.ts';
import type { Turn } from './turns.ts';
import type { CustomerInput } from './wire/customer-input.ts';
import { paymentProviderUnauthenticated } from './wire/refusal.ts';

/** A customer to be created or changed, whichever it comes to. */
interface Upsert {
  readonly externalId: string;
  readonly input: CustomerInput;
  readonly turn: Turn;
  /** What it means that a key of the metadata is taken. */
  readonly whenKeyTaken: (cause: unknown) => WriteRefusal;
}

/** Sends `POST /customers`, and gives the customer as it is afterwards. */
export async function upsertCustomer(
  client: LagoClient,
  { externalId, input, turn, whenKeyTaken }: Upsert,
  call: Call,
): Promise<Customer> {
  const write = client.write(
    {
      method: 'POST',
      path: path`/customers`,
      body: { customer: { external_id: externalId, ...input } },
      schema: customerAnswerSchema,
      onOver: turn.hold(),
    },
    call,
  );
  const { customer } = await refusing(
    write.catch((error: unknown) => {
      throw toUpsertFailure(error, whenKeyTaken);
    }),
  );
  requireSameCustomer(client.provider, externalId, externalIdOf(client.provider, customer));
  return readRecord(client.provider, customer);
}

/** Refusals that come from behind Lago, after it has stored the customer. */
const laterThanStored: ReadonlySet<string | null> = new Set([
  'third_party_error',
  'provider_error',
  'too_many_provider_requests',
  paymentProviderUnauthenticated,
]);

/** What is refused for another reason, such as `lock_acquisition_failed`, has changed nothing. */
function toUpsertFailure(error: unknown, whenKeyTaken: Upsert['whenKeyTaken']): unknown {
  if (!(error instanceof ProviderError)) return error;
  if (laterThanStored.has(error.reason)) return outcomeUnknown(error);
  const keyTaken = error.fields.some(
    ({ path: [field], problem }) => field === 'metadata' && problem === 'taken',
  );
  return keyTaken ? whenKeyTaken(error) : error;
}
