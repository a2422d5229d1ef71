import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const files = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'billgraph-readme-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the configuration files of the README', () => {
  it('are two', () => {
    expect(files).toHaveLength(2);
  });

  it.each(files)('can be used as they are: %s', (text) => {
    const path = join(folder, 'billgraph.yaml');
    writeFileSync(path, text);
    const environment = { BILLGRAPH_CONFIG: path, LAGO_EU_KEY: 'key', POLAR_ACCESS_TOKEN: 'key' };
    expect(readConfig(environment)).toMatchObject({ idleKeys: [] });
  });
});
