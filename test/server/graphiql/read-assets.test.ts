import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAssets } from '../../../src/server/graphiql/read-assets.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts';

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
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = createTemporaryFolder();
  });

  afterEach(() => folder.remove());

  it('are null where nothing was built, or the folder does not even exist', async () => {
    expect(await readAssets(folder.path)).toBeNull();
    expect(await readAssets(join(folder.path, 'missing'))).toBeNull();
  });

  it('are read with the encodings that the manifest promises', async () => {
    folder.write('manifest.json', manifest);
    folder.write('page.js', 'plain');
    folder.write('page.js.br', 'brotli');
    folder.write('page.js.gz', 'gzipped');
    folder.write('font.woff2', 'font');

    const assets = await readAssets(folder.path);

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
    folder.write('manifest.json', manifest);
    await expect(readAssets(folder.path)).rejects.toThrow('ENOENT');
  });

  it('are refused where the manifest is not one', async () => {
    folder.write('manifest.json', '{"script": 1}');
    await expect(readAssets(folder.path)).rejects.toThrow('script');
  });
});
