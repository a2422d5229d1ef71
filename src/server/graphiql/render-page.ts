import type { Example } from './examples/example.ts';
import type { GraphiqlManifest } from './manifest.ts';
import { type PageSettings, pageSettingsId } from './page-settings.ts';

/** What the page is made of. */
export interface PageParts {
  /** URL path of the folder that the assets are served from, without a trailing slash. */
  readonly assetsPath: string;
  readonly manifest: GraphiqlManifest;
  readonly examples: readonly Example[];
  readonly needsCredentials: boolean;
  readonly servesSchema: boolean;
}

/** The HTML of the GraphiQL page. Everything that it refers to is one of the assets; no script is inline. */
export function renderPage(parts: PageParts): string {
  const { assetsPath, manifest, examples, needsCredentials, servesSchema } = parts;
  const url = (name: string) => `${assetsPath}/${name}`;
  const { editor, graphql, json } = manifest.workers;
  const settings: PageSettings = {
    workers: { editor: url(editor), graphql: url(graphql), json: url(json) },
    tabs: examples.map(({ query, variables }) => ({
      query,
      variables: variables === undefined ? null : JSON.stringify(variables, null, 2),
    })),
    needsCredentials,
    servesSchema,
  };
  const preload = manifest.preload.map(
    (name) => `<link rel="modulepreload" href="${escapeHtml(url(name))}">`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>billgraph · GraphiQL</title>
<link rel="icon" type="image/svg+xml" href="${escapeHtml(url(manifest.icon))}">
<link rel="stylesheet" href="${escapeHtml(url(manifest.style))}">
${preload.join('\n')}
<script type="application/json" id="${pageSettingsId}">${jsonForScript(settings)}</script>
<script type="module" src="${escapeHtml(url(manifest.script))}"></script>
</head>
<body>
<div id="graphiql"><p class="notice">Loading GraphiQL…</p></div>
<noscript><p class="notice">GraphiQL needs JavaScript. The graph itself does not: send it POST requests.</p></noscript>
</body>
</html>
`;
}

/** The HTML that stands in for the page as long as its assets are not built. */
export function renderNotBuilt(): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>billgraph · GraphiQL</title></head>
<body><p>GraphiQL is not built yet: run <code>npm run build</code> and start the server again.
The graph itself answers on this path.</p></body>
</html>
`;
}

/** JSON as it may stand inside a script element: no "<" is left that could end it or open a comment. */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
