import { type DataSourceConfig, RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { apiKey } from '../flexprice/ask-undici.ts';
import { createReads } from '../flexprice/reads.ts';
import { type PeerContext, resolvers } from './resolvers.ts';
import { createRows } from './rows.ts';
import { typeDefs } from './type-defs.ts';

// Apollo Server's standalone server with a data source for each request, and DataLoader over the searches, as its
// documentation has it: `apollo.js <port> <Flexprice's base URL>`.

const [, , port, baseUrl = ''] = process.argv;

class FlexpriceSource extends RESTDataSource {
  override baseURL = `${baseUrl}/`;

  readonly reads = createReads({
    get: (path) => this.get(path.slice(1), { headers: { 'x-api-key': apiKey } }),
    post: (path, body) => this.post(path.slice(1), { headers: { 'x-api-key': apiKey }, body }),
  });
}

const server = new ApolloServer<PeerContext>({ typeDefs, resolvers });

await startStandaloneServer(server, {
  listen: { port: Number(port), host: '127.0.0.1' },
  context: async () => {
    const config: DataSourceConfig = { cache: server.cache };
    return { rows: createRows(new FlexpriceSource(config).reads) };
  },
});
