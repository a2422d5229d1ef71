import { createHash } from 'node:crypto';
import type { Answer } from './answer.ts';
import type { GraphiqlAssets } from './read-assets.ts';
import { type PageParts, renderNotBuilt, renderPage } from './render-page.ts';
import { createRepresentation, encode } from './representation.ts';

/** What the page is made of. */
export interface PageAnswerOptions extends Omit<PageParts, 'manifest'> {
  /** null where they are not built: the answer then says so. */
  readonly assets: GraphiqlAssets | null;
}

const securityHeaders = {
  // Monaco writes style elements and attributes; that apart, all comes from this server and nothing is inline.
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Answers requests for the page, which is rendered once. */
export function createPageAnswer({ assets, ...parts }: PageAnswerOptions): (headers: Headers) => Answer {
  const html = assets === null ? renderNotBuilt() : renderPage({ ...parts, manifest: assets.manifest });
  const page = createRepresentation('text/html; charset=utf-8', html);
  // Weak, as it stands for the page in every encoding.
  const etag = `W/"${createHash('sha256').update(html).digest('base64url')}"`;
  const pageHeaders = {
    ...securityHeaders,
    'cache-control': assets === null ? 'no-store' : 'no-cache',
    etag,
    vary: 'accept, accept-encoding',
  };

  return (headers) => {
    if (headers.get('if-none-match')?.includes(etag)) {
      return { status: 304, headers: pageHeaders, body: null };
    }
    const { body, headers: entityHeaders } = encode(page, headers.get('accept-encoding'));
    return { status: assets === null ? 503 : 200, headers: { ...pageHeaders, ...entityHeaders }, body };
  };
}
