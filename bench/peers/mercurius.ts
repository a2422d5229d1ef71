import fastify from 'fastify';
import mercurius from 'mercurius';
import { createUndiciAsk } from '../flexprice/ask-undici.ts';
import { createReads } from '../flexprice/reads.ts';
import { type PeerContext, resolvers } from './resolvers.ts';
import { createRows } from './rows.ts';
import { typeDefs } from './type-defs.ts';

// Fastify with Mercurius, every operation compiled from its second time on: `mercurius.js <port> <Flexprice's base URL>`.

declare module 'mercurius' {
  interface MercuriusContext extends PeerContext {}
}

const [, , port, baseUrl = ''] = process.argv;
const reads = createReads(createUndiciAsk(baseUrl));

const app = fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  context: () => ({ rows: createRows(reads) }),
  jit: 1,
  graphiql: false,
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
