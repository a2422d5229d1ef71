import { createSchema, createYoga } from 'graphql-yoga';
import { expect, it } from 'vitest';
import { anyone } from '../../../src/graphql/caller.ts';
import { createCallers } from '../../../src/server/plugins/use-callers.ts';

const schema = createSchema<{ caller: string }>({
  typeDefs: 'type Query { caller: String! }',
  resolvers: { Query: { caller: (_parent, _args, { caller }) => caller } },
});

const ask = (yoga: { fetch(url: string): Response | Promise<Response> }) =>
  yoga.fetch('http://billgraph.test/graphql?query={caller}');

it('a caller is known by the context of the request, whatever Request stands for it by then', async () => {
  const callers = createCallers(async () => anyone);
  const yoga = createYoga({
    schema,
    logging: false,
    plugins: [
      callers.plugin,
      { onRequest: ({ request, setRequest }) => setRequest(new Request(request.url, request)) },
    ],
    context: (context) => ({ caller: callers.callerOf(context).name }),
  });
  expect(await (await ask(yoga)).json()).toEqual({ data: { caller: 'anyone' } });
});

it('a request that nobody has asked for its caller is not served', async () => {
  const { callerOf } = createCallers(async () => anyone);
  const context = (known: object) => ({ caller: callerOf(known).name });
  const response = await ask(createYoga({ schema, logging: false, context }));
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
});
