import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { redirectTo } from '../../support/answer-faults.ts';
import { answerRight, type Fault, openFaultServer } from '../../support/fault-server.ts';
import type { ProviderName } from '../../support/sample-customers.ts';
import { findCanaries } from '../canaries/canary.ts';
import { closeServers, createEmulators, openFaultServers, originsOf } from './accounts.ts';
import { askRow, type RowAnswer } from './ask-row.ts';
import { type FaultRow, faultTable } from './fault-table.ts';
import type { Target } from './targets.ts';

/** Long enough for an account that is well on a machine that is not. */
const patient = { timeoutMs: 8_000, deadlineMs: 10_000 } as const;

/** For accounts that say nothing: nothing else is slow then. */
const impatient = { timeoutMs: 400, deadlineMs: 3_000 } as const;

const marginMs = 2_000;

const customersSchema = z.record(z.string(), z.looseObject({ name: z.string() }));
const pageSchema = z.object({ customers: z.looseObject({ nodes: z.array(z.unknown()) }) });

/** Tells what has to become of every fault of one account, in each operation. */
export async function describeFaults(provider: ProviderName): Promise<void> {
  const servers = await openFaultServers();
  const elsewhere = await openFaultServer(createEmulators()[provider]);
  // Writes have accounts of their own, so that the lists stay as they are.
  const reads = { emulators: createEmulators(), origins: originsOf(servers) };
  const writes = { ...reads, emulators: createEmulators() };
  const ask = (target: Target, fault: Fault, hangs?: boolean) =>
    askRow(target === 'write' ? writes : reads, {
      provider,
      target,
      fault,
      ...(hangs ? impatient : patient),
    });
  const customers = customersSchema.parse((await ask('balance', answerRight)).answer.data);
  const page = pageSchema.parse((await ask('list', answerRight)).answer.data);
  const rows = faultTable(redirectTo(`${elsewhere.origin}/`)).map((row) => [row.name, row] as const);

  async function askFaulty({ fault, hangs }: FaultRow, target: Target): Promise<RowAnswer> {
    const asked = await ask(target, fault, hangs);
    expect(findCanaries(JSON.stringify(asked.answer))).toEqual([]);
    expect(asked.durationMs).toBeLessThan((hangs ? impatient : patient).deadlineMs + marginMs);
    return asked;
  }

  afterAll(async () => {
    expect(elsewhere.attempts).toEqual([]);
    await elsewhere.close();
    await closeServers(servers);
  });

  describe(`${provider} answers a question about one customer with`, () => {
    it.concurrent.each(rows)('%s', async (_name, row) => {
      const { answer, attempts } = await askFaulty(row, 'lookup');
      expect(answer.data).toEqual({ ...customers, [provider]: null });
      expect(answer.errors).toMatchObject([errorOf(row, provider, [provider])]);
      expect(answer.errors).toHaveLength(1);
      expect(attempts).toBe(row.read.tries);
    });
  });

  describe(`${provider} answers for one field of a customer with`, () => {
    it.concurrent.each(rows)('%s', async (_name, row) => {
      const { answer, attempts } = await askFaulty(row, 'balance');
      expect(answer.data).toEqual({ ...customers, [provider]: { ...customers[provider], balance: null } });
      expect(answer.errors).toMatchObject([errorOf(row, provider, [provider, 'balance'])]);
      expect(attempts).toBe(row.read.tries);
    });
  });

  describe(`${provider} answers with a list of customers with`, () => {
    it.concurrent.each(rows)('%s', async (_name, row) => {
      const { answer, attempts } = await askFaulty(row, 'list');
      const { nodes, ...rest } = pageSchema.parse(answer.data).customers;
      const others = page.customers.nodes.filter((node) => !isOf(provider, node));
      expect(nodes).toEqual(expect.arrayContaining(others));
      expect(nodes.filter((node) => isOf(provider, node))).toEqual([]);
      expect(rest).toEqual({
        totalCount: null,
        unavailable: [{ provider: { name: provider }, ...failureOf(row) }],
      });
      expect(answer.errors).toBeUndefined();
      expect(attempts).toBe(row.read.tries);
    });
  });

  describe(`${provider} answers a change, which is sent once, with`, () => {
    it.concurrent.each(rows)('%s', async (_name, row) => {
      const { answer, attempts } = await askFaulty(row, 'write');
      const [type, code] = row.write;
      expect(answer.data).toMatchObject({
        faulty: { __typename: type, code },
        healthy: { __typename: 'CreateCustomerPayload' },
      });
      expect(answer.errors).toBeUndefined();
      expect(attempts).toBe(1);
    });
  });
}

const retryableCodes = ['PROVIDER_TIMED_OUT', 'PROVIDER_UNAVAILABLE', 'PROVIDER_RATE_LIMITED'];

function failureOf({ read: { code, tellsWhen } }: FaultRow) {
  return {
    code,
    retryable: retryableCodes.includes(code),
    retryAfter: tellsWhen ? expect.stringMatching(/Z$/) : expect.toSatisfy(isOptionalTime),
  };
}

function isOptionalTime(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.endsWith('Z'));
}

function errorOf(row: FaultRow, provider: ProviderName, path: readonly string[]) {
  const { code, retryable, retryAfter } = failureOf(row);
  return { path, extensions: { code, provider, retryable, ...(row.read.tellsWhen && { retryAfter }) } };
}

function isOf(provider: ProviderName, node: unknown): boolean {
  const ownerSchema = z.object({ provider: z.object({ name: z.literal(provider) }) });
  return ownerSchema.safeParse(node).success;
}
