import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { apiKey } from '../flexprice/ask-undici.ts';
import { type Ask, createReads } from '../flexprice/reads.ts';
import { type PeerContext, resolvers } from './resolvers.ts';
import { createRows } from './rows.ts';
import { typeDefs } from './type-defs.ts';

// Yoga with DataLoader and the global fetch, as tutorials have it: `yoga.js <port> <Flexprice's base URL>`.

const [, , port, baseUrl = ''] = process.argv;
const headers = { accept: 'application/json', 'x-api-key': apiKey };
const jsonHeaders = { ...headers, 'content-type': 'application/json' };

async function read<Answer>(answer: Promise<Response>): Promise<Answer> {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.status} from ${response.url}`);
  const value: Answer = JSON.parse(await response.text());
  return value;
}

const ask: Ask = {
  get: (path) => read(fetch(baseUrl + path, { headers })),
  post: (path, body) =>
    read(fetch(baseUrl + path, { method: 'POST', headers: jsonHeaders, body: JSON.stringify(body) })),
};
const reads = createReads(ask);

const yoga = createYoga<object, PeerContext>({
  schema: createSchema<PeerContext>({ typeDefs, resolvers }),
  context: () => ({ rows: createRows(reads) }),
  logging: false,
});

createServer((request, response) => void yoga(request, response)).listen(Number(port), '127.0.0.1');
