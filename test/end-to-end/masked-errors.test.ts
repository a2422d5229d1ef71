import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const support = (name: string) => new URL(`../support/${name}.ts`, import.meta.url).href;

/** Writes what a server answers when billgraph itself fails. */
const script = `
  import { createFakeProvider } from '${support('fake-provider')}';
  import { serveNobody } from '${support('serve-nobody')}';
  const fake = createFakeProvider({ name: 'lago' });
  const byExternalIds = () => Promise.reject(new TypeError('secret in /srv/billgraph'));
  const { ask } = serveNobody({ providers: [{ ...fake, customers: { ...fake.customers, byExternalIds } }] });
  const answer = await ask('{ customerByExternalId(provider: "lago", externalId: "x") { id } }');
  process.stdout.write(JSON.stringify(answer));
`;

// Yoga looks at NODE_ENV when it is loaded, and shows what it masks under "development".
it.concurrent.each([undefined, 'development', 'production'])(
  'an error of billgraph is masked under NODE_ENV=%s',
  async (mode) => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { env: { PATH: process.env.PATH ?? '', ...(mode !== undefined && { NODE_ENV: mode }) } },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      data: { customerByExternalId: null },
      errors: [
        { message: 'billgraph failed to answer this.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ],
    });
    expect(stdout + stderr).not.toContain('secret');
  },
);
