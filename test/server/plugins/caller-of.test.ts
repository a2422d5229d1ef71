import { createSchema, createYoga } from 'graphql-yoga';
import { expect, it } from 'vitest';
import { anyone } from '../../../src/graphql/caller.ts';
import { createCallers } from '../../../src/server/plugins/use-callers.ts';
import { createDeadlines } from '../../../src/server/plugins/use-deadlines.ts';

const schema = createSchema<{ caller: string }>({
  typeDefs: 'type Query { caller: String! }',
  resolvers: { Query: { caller: (_parent, _args, { caller }) => caller } },
});

const ask = (yoga: { fetch(url: string): Response | Promise<Response> }) =>
  yoga.fetch('http://billgraph.test/graphql?query={caller}');

it('a caller is known by the context of the request, whatever Request stands for it by then', async () => {
  const deadlines = createDeadlines(5_000);
  const callers = createCallers(async () => anyone, deadlines);
  const yoga = createYoga({
    schema,
    logging: false,
    plugins: [
      deadlines.plugin,
      callers.plugin,
      { onRequest: ({ request, setRequest }) => setRequest(new Request(request.url, request)) },
    ],
    context: (context) => ({ caller: callers.callerOf(context).name }),
  });
  expect(await (await ask(yoga)).json()).toEqual({ data: { caller: 'anyone' } });
});

it('a request that nobody has asked for its caller is not served', async () => {
  const { callerOf } = createCallers(async () => anyone, createDeadlines(5_000));
  const context = (known: object) => ({ caller: callerOf(known).name });
  const response = await ask(createYoga({ schema, logging: false, context }));
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
});
