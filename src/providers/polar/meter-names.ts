import { nullIfFailed } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { validate } from '../../http/validate.ts';
import { createRowLoader } from '../row-loader.ts';
import { type PolarClient, path } from './client.ts';
import type { OwnedRows } from './owned-rows.ts';
import { type MeterNames, meterLabelsSchema, meterNamesSchema, toMeterNames } from './wire/meter.ts';

/** The one key of the account's own list. */
const account = 'account';

const noNames: MeterNames = new Map();

/** Whose meters, which of them, and the names that are at hand already. */
interface MeterNamesQuestion {
  readonly customer: string;
  readonly meterIds: readonly string[];
  readonly atHand: MeterNames;
}

/** Names meters; one whose name cannot be had is left out, since a label is not worth an error. */
export type ReadMeterNames = (question: MeterNamesQuestion, call: Call) => Promise<MeterNames>;

/**
 * Names meters from what is at hand, else from the customer's meter rows where the request has them anyway, else from
 * `GET /v1/meters/`, which cannot be narrowed to certain meters.
 */
export function createMeterNamesRead(client: PolarClient, meterRows: OwnedRows): ReadMeterNames {
  const list = { path: path`/v1/meters/`, query: {} };
  const accountNames = createRowLoader<MeterNames>(async (_keys, call) => {
    const meters = validate(client.provider, meterNamesSchema, await client.rows(list, call));
    return new Map([[account, new Map(meters.map(({ id, name }) => [id, name]))]]);
  });

  async function readAccountNames(call: Call): Promise<MeterNames> {
    return (await accountNames.loadOne(account, call)) ?? noNames;
  }

  async function readCustomerNames(customer: string, call: Call): Promise<MeterNames> {
    const rows = await meterRows.peek(customer, call);
    return rows === null ? noNames : toMeterNames(validate(client.provider, meterLabelsSchema, rows));
  }

  return async ({ customer, meterIds, atHand }, call) => {
    if (meterIds.every((id) => atHand.has(id))) return atHand;
    const names = new Map([
      ...((await nullIfFailed(readCustomerNames(customer, call))) ?? noNames),
      ...atHand,
    ]);
    if (meterIds.every((id) => names.has(id))) return names;
    return new Map([...((await nullIfFailed(readAccountNames(call))) ?? noNames), ...names]);
  };
}
