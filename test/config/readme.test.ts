import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const files = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

const folder = createTemporaryFolder();
afterAll(() => folder.remove());

describe('the configuration files of the README', () => {
  it('are two', () => {
    expect(files).toHaveLength(2);
  });

  it.each(files)('can be used as they are: %s', (text) => {
    const path = folder.write('billgraph.yaml', text);
    const environment = { BILLGRAPH_CONFIG: path, LAGO_EU_KEY: 'key', POLAR_ACCESS_TOKEN: 'key' };
    expect(() => readConfig(environment)).not.toThrow();
  });
});
