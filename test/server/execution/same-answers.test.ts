import fc from 'fast-check';
import { type DocumentNode, type ExecutionArgs, parse, validate } from 'graphql';
import { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { accountOf } from '../../../src/config/account-of.ts';
import { anyone } from '../../../src/graphql/caller.ts';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { createFormatMoney } from '../../../src/graphql/format-money.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { createProviders } from '../../../src/providers/create-providers.ts';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { createRequestContext, type RequestContext } from '../../../src/server/request-context.ts';
import { anyOperation } from '../../support/any-operation.ts';
import { collectOperations } from '../../support/collect-operations.ts';
import { createExecuteBoth, type Way } from '../../support/execute-both.ts';
import { nothingKnown } from '../../support/nothing-known.ts';

const dispatcher = new Agent();
const executeBoth = createExecuteBoth(schema);
const requests: RequestContext[] = [];
/** Each way has one of its own, to change what it likes. */
let sandboxes: Readonly<Record<Way, RunningSandbox>>;

beforeAll(async () => {
  // What is told of the time is the same in both.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-08-15T10:00:00Z') });
  sandboxes = { interpreted: await startSandbox(), compiled: await startSandbox() };
});
afterEach(() => {
  for (const request of requests.splice(0)) request.end();
});
afterAll(async () => {
  vi.useRealTimers();
  await dispatcher.close();
  await Promise.all(Object.values(sandboxes).map((sandbox) => sandbox.close()));
});

const lagoId = encodeNodeId({ type: 'Customer', provider: 'lago', key: 'acct-1' });

/** What operations ask for by variables. */
const variableValues = {
  id: lagoId,
  ids: [lagoId, 'nonsense', lagoId],
  externalId: 'acct-1',
  externalIds: ['acct-1', 'nobody'],
  provider: 'lago',
  feature: 'seats',
  first: 3,
  yes: true,
  no: false,
};

/** Asks a sandbox, without anything that operations before have left behind. */
function argumentsOf(document: DocumentNode, operationName: string | null): (way: Way) => ExecutionArgs {
  return (way) => {
    const accounts = createProviders(sandboxes[way].accounts.map(accountOf), {
      dispatcher,
      onExchange: () => {},
    });
    const request = createRequestContext(
      {
        providers: new Map(accounts.map((account) => [account.name, account])),
        upstreamCalls: 10_000,
        deadlineMs: 15_000,
        onFailure: () => {},
        lastKnown: nothingKnown,
        formatMoney: createFormatMoney(),
      },
      {
        caller: anyone,
        client: { signal: new AbortController().signal },
        deadline: performance.now() + 15_000,
        tellsCalls: false,
      },
    );
    requests.push(request);
    return { schema, document, operationName, variableValues, contextValue: request.context };
  };
}

describe('in front of the sandbox, a compiled operation answers as if it were interpreted', () => {
  const collected = collectOperations(schema);

  it('wherever in this repository it stands', { timeout: 60_000 }, async () => {
    expect(collected.length).toBeGreaterThan(100);
    for (const { text, document, name } of collected) {
      const both = await executeBoth(argumentsOf(document, name));
      if (both !== null) expect(both.compiled, text).toEqual(both.interpreted);
    }
  });

  it('whatever it asks of customers', { timeout: 60_000 }, async () => {
    const literals = {
      id: JSON.stringify(lagoId),
      ids: JSON.stringify([lagoId]),
      externalId: '"acct-2"',
      externalIds: '["acct-2", "nobody", "acct-9"]',
      provider: '"polar"',
      feature: '"seats"',
    };
    await fc.assert(
      fc.asyncProperty(anyOperation(schema, literals), async (query) => {
        const document = parse(query);
        fc.pre(validate(schema, document).length === 0);
        const both = await executeBoth(argumentsOf(document, null));
        const { errors: _which, ...compiled } = both?.compiled ?? expect.fail('not executed');
        expect(both?.interpreted).toMatchObject(compiled);
      }),
      { numRuns: 40 },
    );
  });
});
