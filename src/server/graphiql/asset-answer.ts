import type { Answer } from './answer.ts';
import type { GraphiqlAssets } from './read-assets.ts';
import { encode } from './representation.ts';

const securityHeaders = {
  // What a worker may load is decided by what its script came with, and workers import modules.
  'content-security-policy': "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Answers requests for the page's files. A name is only ever looked up among those that were built. */
export function createAssetAnswer(assets: GraphiqlAssets | null): (name: string, headers: Headers) => Answer {
  return (name, headers) => {
    const file = assets?.files.get(name);
    if (file === undefined) {
      return { status: 404, headers: { ...securityHeaders, 'cache-control': 'no-store' }, body: null };
    }
    const { body, headers: entityHeaders } = encode(file, headers.get('accept-encoding'));
    return {
      status: 200,
      headers: {
        ...securityHeaders,
        ...entityHeaders,
        // A name holds a hash of the content.
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      },
      body,
    };
  };
}
