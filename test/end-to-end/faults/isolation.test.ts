import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hangBeforeHeaders } from '../../support/answer-faults.ts';
import { post } from '../../support/execute.ts';
import { providerNames } from '../../support/sample-customers.ts';
import {
  closeServers,
  type FaultServers,
  type OpenAccounts,
  openAccounts,
  openFaultServers,
  originsOf,
} from './accounts.ts';
import { questionOf } from './ask-row.ts';
import { callsFor } from './targets.ts';

let servers: FaultServers;
let accounts: OpenAccounts;

beforeEach(async () => {
  servers = await openFaultServers();
  accounts = openAccounts({ origins: originsOf(servers), server: { deadlineMs: 10_000 } });
});
afterEach(async () => {
  await accounts.close();
  await closeServers(servers);
});

describe.each(providerNames)('while %s says nothing', (hanging) => {
  const others = providerNames.filter((name) => name !== hanging);

  it('the others are asked for what hangs on their customers', async () => {
    servers[hanging].fail(hangBeforeHeaders);
    const answered = post(accounts, questionOf(hanging, 'balance'));
    await Promise.all(others.map((other) => servers[other].reached(callsFor(other, 'balance'))));
    expect(servers[hanging].attempts.filter(({ isAnswered }) => isAnswered)).toEqual([]);
    await servers[hanging].goDown();
    await answered;
  });

  it('a question to the others is answered', async () => {
    servers[hanging].fail(hangBeforeHeaders);
    const waiting = post(accounts, questionOf(hanging, 'balance'));
    await servers[hanging].reached(() => true);
    const query = `{ ${others
      .map(
        (name) =>
          `${name}: customerByExternalId(provider: "${name}", externalId: "acct-1") { balance { asOf } }`,
      )
      .join(' ')} }`;
    const answer = await post(accounts, { query, variables: {} });
    expect(answer.errors).toBeUndefined();
    expect(servers[hanging].attempts.filter(({ isAnswered }) => isAnswered)).toEqual([]);
    await servers[hanging].goDown();
    await waiting;
  });

  it('an account and a list show the others, with what hangs on their customers', async () => {
    const patient = openAccounts({ origins: originsOf(servers), server: { deadlineMs: 3_000 } });
    servers[hanging].fail(hangBeforeHeaders);
    const customer = '{ provider { name } balance { settled { amount } } }';
    const query = `{
      account(externalId: "acct-1") { customers ${customer} unavailable { provider { name } code } }
      customers(first: 3) { nodes ${customer} unavailable { provider { name } code } }
    }`;
    const { data, errors } = await post(patient, { query, variables: {} });
    await patient.close();
    expect(errors).toBeUndefined();
    const unavailable = [{ provider: { name: hanging }, code: 'PROVIDER_TIMED_OUT' }];
    expect(data).toMatchObject({ account: { unavailable }, customers: { unavailable } });
    const known = { balance: { settled: expect.any(Array) } };
    expect(data).toMatchObject({
      account: { customers: others.map((name) => ({ provider: { name }, ...known })) },
      customers: { nodes: [known, known, known] },
    });
  });
});
