import type { Plugin } from 'graphql-yoga';
import { createAssetAnswer } from '../graphiql/asset-answer.ts';
import type { Example } from '../graphiql/examples/example.ts';
import { createPageAnswer } from '../graphiql/page-answer.ts';
import { prefersHtml } from '../graphiql/qualities.ts';
import type { GraphiqlAssets } from '../graphiql/read-assets.ts';

/** What the GraphiQL page is served from. */
export interface GraphiqlOptions {
  /** The URL path of the graph, where a browser finds the page. */
  readonly path: string;
  /** null where they are not built: the page then says so. */
  readonly assets: GraphiqlAssets | null;
  /** The tabs of a first visit. */
  readonly examples: readonly Example[];
}

/** Serves the GraphiQL page to browsers that open the path of the graph, and its files below that path. */
export function useGraphiql({ path, assets, examples }: GraphiqlOptions): Plugin {
  const assetsPath = `${path}/assets`;
  const answerPage = createPageAnswer({ assetsPath, assets, examples });
  const answerAsset = createAssetAnswer(assets);

  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      const respond = ({ body, ...parts }: ReturnType<typeof answerPage>) =>
        endResponse(new fetchAPI.Response(request.method === 'HEAD' ? null : body, parts));

      if (url.pathname.startsWith(`${assetsPath}/`)) {
        respond(answerAsset(url.pathname.slice(assetsPath.length + 1), request.headers));
      } else if (
        url.pathname === path &&
        !url.searchParams.has('query') &&
        prefersHtml(request.headers.get('accept'))
      ) {
        respond(answerPage(request.headers));
      }
    },
  };
}
