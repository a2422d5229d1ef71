import type { Plugin } from 'graphql-yoga';
import { toErrorResponse } from '../answers/error-answer.ts';
import { createErrorAnswer } from '../answers/refusal.ts';
import { createAssetAnswer } from '../graphiql/asset-answer.ts';
import type { Example } from '../graphiql/examples/example.ts';
import { createPageAnswer } from '../graphiql/page-answer.ts';
import type { GraphiqlAssets } from '../graphiql/read-assets.ts';
import { prefersHtml } from '../qualities.ts';

/** What the GraphiQL page is served from. Everybody may open it, so nothing in it may tell of the accounts. */
export interface GraphiqlPage {
  /** null where they are not built: the page then says so. */
  readonly assets: GraphiqlAssets | null;
  /** The tabs of a first visit. */
  readonly examples: readonly Example[];
  /** Whether the graph answers only callers with credentials, which the page then asks for; absent: everybody. */
  readonly needsCredentials?: boolean;
}

/** What browsers that open the path of the graph are answered. */
export interface GraphiqlOptions {
  /** The URL path of the graph. */
  readonly path: string;
  /** null: no page, which they are told. */
  readonly page: GraphiqlPage | null;
  /** Whether the page may ask for the schema. */
  readonly introspection: boolean;
}

/** Serves the GraphiQL page to browsers that open the path of the graph, and its files below that path. */
export function useGraphiql({ path, page, introspection }: GraphiqlOptions): Plugin {
  if (page === null) return refusePage(path);
  const { assets, examples, needsCredentials = false } = page;
  const assetsPath = `${path}/assets`;
  const answerPage = createPageAnswer({
    assetsPath,
    assets,
    examples,
    needsCredentials,
    servesSchema: introspection,
  });
  const answerAsset = createAssetAnswer(assets);

  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      const respond = ({ body, ...parts }: ReturnType<typeof answerPage>) =>
        endResponse(new fetchAPI.Response(request.method === 'HEAD' ? null : body, parts));

      if (url.pathname.startsWith(`${assetsPath}/`)) {
        respond(answerAsset(url.pathname.slice(assetsPath.length + 1), request.headers));
      } else if (url.pathname === path && asksForPage(request, url)) {
        respond(answerPage(request.headers));
      }
    },
  };
}

/** Somebody who opens the graph in a browser would else read about headers that a browser does not send. */
function refusePage(path: string): Plugin {
  const answer = createErrorAnswer({
    message: 'There is no GraphiQL here. The graph answers POST requests with a JSON body.',
    status: 404,
  });
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET' || url.pathname !== path || !asksForPage(request, url)) return;
      endResponse(toErrorResponse(answer, { request, fetchAPI }));
    },
  };
}

function asksForPage({ headers }: Request, { searchParams }: URL): boolean {
  return !searchParams.has('query') && prefersHtml(headers.get('accept'));
}
