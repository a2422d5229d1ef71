import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAssets } from '../../../src/server/graphiql/read-assets.ts';

const manifest = {
  script: 'page.js',
  style: 'page.css',
  icon: 'icon.svg',
  preload: [],
  workers: { editor: 'editor.js', graphql: 'graphql.js', json: 'json.js' },
  files: [
    { name: 'page.js', contentType: 'text/javascript', compressed: true },
    { name: 'font.woff2', contentType: 'font/woff2', compressed: false },
  ],
};

describe('the assets of the GraphiQL page', () => {
  let folder: string;
  const write = (name: string, content: string) => writeFile(join(folder, name), content);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'billgraph-assets-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are null where nothing was built, or the folder does not even exist', async () => {
    expect(await readAssets(folder)).toBeNull();
    expect(await readAssets(join(folder, 'missing'))).toBeNull();
  });

  it('are read with the encodings that the manifest promises', async () => {
    await write('manifest.json', JSON.stringify(manifest));
    await write('page.js', 'plain');
    await write('page.js.br', 'brotli');
    await write('page.js.gz', 'gzipped');
    await write('font.woff2', 'font');

    const assets = await readAssets(folder);

    expect(assets?.manifest).toEqual(manifest);
    expect([...(assets?.files.keys() ?? [])]).toEqual(['page.js', 'font.woff2']);
    expect(assets?.files.get('page.js')).toEqual({
      contentType: 'text/javascript',
      identity: Buffer.from('plain'),
      compressed: { br: Buffer.from('brotli'), gzip: Buffer.from('gzipped') },
    });
    expect(assets?.files.get('font.woff2')?.compressed).toBeNull();
  });

  it('are refused where a file that the manifest names is missing', async () => {
    await write('manifest.json', JSON.stringify(manifest));
    await expect(readAssets(folder)).rejects.toThrow('ENOENT');
  });

  it('are refused where the manifest is not one', async () => {
    await write('manifest.json', '{"script": 1}');
    await expect(readAssets(folder)).rejects.toThrow('script');
  });
});
