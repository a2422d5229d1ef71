import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { leastInput, type ProviderName, providerNames } from '../support/sample-customers.ts';
import { checkAccount, checkCustomer, checkList, checkWritten } from './check-answer.ts';
import type { SoakAnswer, SoakClient, SoakQuestion } from './client.ts';
import type { Journal, WrittenCustomer } from './journal.ts';
import { accountQuery, customerQuery, listQuery, type SeedTruth, seedIds } from './seeds.ts';
import type { Tally } from './tally.ts';

/** What the load is made with. */
export interface LoadOptions {
  readonly client: SoakClient;
  readonly truth: SeedTruth;
  readonly journal: Journal;
  readonly tally: Tally;
}

/** Somebody who asks all kinds of things, one after the other. */
export interface Load {
  /** Asks until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Tells of all changes that were said not to have happened and have. To be called when all is quiet. */
  checkWrites(): void;
}

const resultSchema = z.object({ result: z.object({ __typename: z.string(), code: z.string().optional() }) });
const writtenSelection = '{ __typename ... on Error { code } }';

/** Later than that is no slow machine any more. */
const latestMs = 3_000;

/** Milliseconds; the soak's billgraph has no other. */
export const deadlineMs = 4_000;

function pick<Value>(values: readonly [Value, ...Value[]]): Value {
  return values[Math.floor(Math.random() * values.length)] ?? values[0];
}

/** Of one load: what is remembered of more of them would look like a leak. */
const mostCustomers = 30;

/** A load that has asked nothing yet; several may share a journal. */
export function createLoad({ client, truth, journal, tally }: LoadOptions): Load {
  const written: WrittenCustomer[] = [];
  const refusedNames: string[] = [];

  /** null where there is no answer to look at. */
  async function ask(kind: string, question: SoakQuestion): Promise<SoakAnswer | null> {
    const wish: Partial<SoakQuestion> =
      Math.random() < 0.1
        ? { leavesAfterMs: Math.random() * 200 }
        : Math.random() < 0.1
          ? { wantedWithinMs: 50 + Math.round(Math.random() * 500) }
          : {};
    const answer = await client.ask({ ...question, ...wish });
    tally.count(kind);
    if (answer === null) {
      tally.count('left');
      return null;
    }
    for (const { extensions } of answer.errors) tally.count(extensions.code);
    tally.count('stale fields', answer.extensions.billgraph.stale.length);
    const lateMs = answer.endedAt - answer.startedAt - (wish.wantedWithinMs ?? deadlineMs);
    if (lateMs > latestMs) tally.complain(`${kind} came ${lateMs} ms after its deadline`);
    if (answer.errors.some(({ extensions }) => extensions.code === 'INTERNAL_SERVER_ERROR'))
      tally.complain(`${kind} found a mistake of our own`);
    return answer;
  }

  function expectRight(kind: string, wrong: readonly string[]): void {
    for (const each of wrong) tally.complain(`${kind}: ${each}`);
  }

  async function readCustomer(): Promise<void> {
    const customer = { provider: pick(providerNames), externalId: pick(seedIds) };
    const answer = await ask('customer', { query: customerQuery, variables: customer });
    if (answer !== null) expectRight('customer', checkCustomer(answer, truth, customer));
  }

  async function readAccount(): Promise<void> {
    const externalId = pick(seedIds);
    const answer = await ask('account', { query: accountQuery, variables: { externalId } });
    if (answer !== null) expectRight('account', checkAccount(answer, truth, externalId));
  }

  async function readList(): Promise<void> {
    const answer = await ask('list', { query: listQuery, variables: { externalIds: seedIds } });
    if (answer !== null) expectRight('list', checkList(answer, truth));
  }

  async function readWritten(): Promise<void> {
    const customer = written[Math.floor(Math.random() * written.length)];
    if (customer === undefined) return;
    const query = `query ($provider: String!, $externalId: String!) {
      customer: customerByExternalId(provider: $provider, externalId: $externalId) { name }
    }`;
    const answer = await ask('written customer', { query, variables: customer });
    if (answer !== null) expectRight('written customer', checkWritten(answer, journal, customer));
  }

  async function write(kind: string, name: string, question: SoakQuestion): Promise<boolean> {
    const answer = await ask(kind, question);
    const result = resultSchema.safeParse(answer?.data).data?.result;
    if (result === undefined) return false;
    if (result.code !== undefined) tally.count(`${kind} ${result.code}`);
    if (result.__typename.endsWith('Payload')) {
      if (journal.timesDone(name) !== 1) tally.complain(`${kind}: ${name} was not done`);
      return true;
    }
    const mayBeDone = result.__typename === 'OutcomeUnknownError' || result.code === 'PROVIDER_BAD_RESPONSE';
    if (!mayBeDone) refusedNames.push(name);
    return false;
  }

  async function create(): Promise<void> {
    if (written.length >= mostCustomers) return update();
    const provider: ProviderName = pick(providerNames);
    const externalId = `soak-${crypto.randomUUID()}`;
    const name = journal.nextName();
    const query = `mutation ($input: CreateCustomerInput!) { result: createCustomer(input: $input) ${writtenSelection} }`;
    const variables = { input: { ...leastInput(provider, externalId), name } };
    if (await write('create', name, { query, variables })) written.push({ provider, externalId });
  }

  async function update(): Promise<void> {
    const customer = written[Math.floor(Math.random() * written.length)];
    if (customer === undefined) return;
    const name = journal.nextName();
    const query = `mutation ($input: UpdateCustomerInput!) { result: updateCustomer(input: $input) ${writtenSelection} }`;
    await write('update', name, { query, variables: { input: { customer: { external: customer }, name } } });
  }

  async function readExport(): Promise<void> {
    const provider = pick(providerNames);
    const lines = await client.readExport(provider);
    tally.count(lines === null ? 'export broken' : 'export');
    if (lines === null) return;
    const missing = seedIds.filter((externalId) => {
      const row = truth.of(provider, externalId);
      return row !== null && !lines.some((line) => line.includes(`,${externalId},${String(row.name)},`));
    });
    expectRight(
      'export',
      missing.map((externalId) => `${externalId} of ${provider} is missing`),
    );
  }

  const kinds = [
    ...Array.from({ length: 6 }, () => readCustomer),
    ...Array.from({ length: 5 }, () => readWritten),
    ...Array.from({ length: 3 }, () => readAccount),
    ...Array.from({ length: 3 }, () => update),
    readList,
    readList,
    create,
    readExport,
  ] as const;

  return {
    async run(signal) {
      while (!signal.aborted) {
        const [first, ...rest] = kinds;
        await pick([readCustomer, first, ...rest])().catch((error: unknown) => {
          tally.complain(`no answer: ${String(error)}`);
        });
        await pause(Math.random() * 60);
      }
    },
    checkWrites() {
      for (const name of refusedNames) {
        if (journal.timesDone(name) > 0) tally.complain(`${name} was done, and said not to be`);
      }
      for (const name of journal.cameTwice()) tally.complain(`${name} was sent twice`);
    },
  };
}
