import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type Metafile, type Plugin } from 'esbuild';
import type { GraphiqlManifest } from '../src/server/graphiql/manifest.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const entryPoints = {
  page: 'src/graphiql/page.tsx',
  icon: 'src/graphiql/icon.svg',
  'editor.worker': 'src/graphiql/workers/editor.ts',
  'graphql.worker': 'src/graphiql/workers/graphql.ts',
  'json.worker': 'src/graphiql/workers/json.ts',
} as const;

/** What GraphiQL imports only after its first drawing, though it can do nothing without. */
const importedSoon = ['monaco-graphql/esm/monaco-editor.js', 'monaco-graphql/esm/lite.js'] as const;

const contentTypes = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.ttf', 'font/ttf'],
  ['.woff', 'font/woff'],
  ['.woff2', 'font/woff2'],
]);

/** Bundles the GraphiQL page into a folder, which is emptied first. */
export async function buildGraphiql(outputFolder: string): Promise<GraphiqlManifest> {
  await rm(outputFolder, { recursive: true, force: true });
  await mkdir(outputFolder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: outputFolder,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    // GraphiQL makes the titles of its icons from the names of their functions.
    keepNames: true,
    metafile: true,
    legalComments: 'eof',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.svg': 'copy' },
    // The names that GraphiQL imports lead to CommonJS files, whose exports esbuild cannot name in a module of their own.
    alias: {
      'prettier/parser-babel': 'prettier/plugins/babel',
      'prettier/parser-graphql': 'prettier/plugins/graphql',
    },
    plugins: [pickMonacoFeatures, embeddedFontsAsFiles],
  });
  const manifest = toManifest(metafile);
  const compressed = manifest.files.filter((file) => file.compressed);
  await Promise.all(compressed.map(({ name }) => compress(join(outputFolder, name))));
  await writeFile(join(outputFolder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

const pickMonacoFeatures: Plugin = {
  name: 'pick-monaco-features',
  setup({ onLoad, onResolve }) {
    const ours = join(root, 'src/graphiql/monaco-editor.ts');
    onResolve({ filter: /\/edcore\.main\.js$/ }, () => ({ path: ours }));
    // graphiql/style.css has all of Monaco's style; what each Monaco module brings would be a second copy.
    onLoad({ filter: /monaco-editor\/esm\/.+\.css$/ }, () => ({ contents: '', loader: 'css' }));
  },
};

/** GraphiQL's style holds 35 fonts as data URLs; as files, a browser fetches the few that it draws with. */
const embeddedFontsAsFiles: Plugin = {
  name: 'embedded-fonts-as-files',
  setup({ onLoad, onResolve }) {
    const pattern = /^data:font\/(\w+);base64,/;
    onResolve({ filter: pattern }, ({ path }) => ({
      path: `font.${pattern.exec(path)?.[1]}`,
      namespace: 'embedded-font',
      suffix: `#${createHash('sha256').update(path).digest('hex')}`,
      pluginData: path,
    }));
    onLoad({ filter: /./, namespace: 'embedded-font' }, ({ pluginData }) => ({
      contents: Buffer.from(String(pluginData).replace(pattern, ''), 'base64'),
      loader: 'file',
    }));
  },
};

function toManifest({ outputs }: Metafile): GraphiqlManifest {
  const built = Object.entries(outputs).map(([path, output]) => ({ path, name: nameOf(path), ...output }));
  const find = (entryPoint: string) => {
    const found = built.find((output) => output.entryPoint?.endsWith(entryPoint));
    if (found === undefined) throw new Error(`esbuild made nothing of ${entryPoint}`);
    return found;
  };
  const page = find(entryPoints.page);
  if (page.cssBundle === undefined) throw new Error('the page has no style');
  const preload = modulesOf([page.path, ...importedSoon.map((entry) => find(entry).path)], outputs);
  return {
    script: page.name,
    style: nameOf(page.cssBundle),
    icon: find(entryPoints.icon).name,
    preload: preload.map(nameOf).filter((name) => name !== page.name),
    workers: {
      editor: find(entryPoints['editor.worker']).name,
      graphql: find(entryPoints['graphql.worker']).name,
      json: find(entryPoints['json.worker']).name,
    },
    files: built.map(({ name }) => toFile(name)),
  };
}

/** The modules and all that they import statically. */
function modulesOf(paths: readonly string[], outputs: Metafile['outputs']): readonly string[] {
  const modules = new Set(paths);
  // A set that grows while it is walked is walked to its new end.
  for (const path of modules) {
    for (const imported of outputs[path]?.imports ?? []) {
      if (imported.kind === 'import-statement') modules.add(imported.path);
    }
  }
  return [...modules];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function toFile(name: string): GraphiqlManifest['files'][number] {
  const contentType = contentTypes.get(extname(name));
  if (contentType === undefined) throw new Error(`no content type is known for ${name}`);
  return { name, contentType, compressed: !contentType.startsWith('font/woff') };
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 10,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
  };
  await Promise.all([
    promisify(brotliCompress)(content, { params }).then((brotli) => writeFile(`${file}.br`, brotli)),
    promisify(gzip)(content, { level: 9 }).then((gzipped) => writeFile(`${file}.gz`, gzipped)),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildGraphiql(join(root, 'dist/graphiql'));
}
