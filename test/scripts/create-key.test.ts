import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readAuth } from '../../src/config/read-auth.ts';
import type { Scope } from '../../src/graphql/caller.ts';
import { apiKeyOf } from '../support/api-keys.ts';

const script = new URL('../../scripts/create-key.ts', import.meta.url).pathname;

/** Runs the script as a process of its own. */
function createKey(...args: readonly string[]) {
  const env = { PATH: process.env.PATH ?? '' };
  return spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { encoding: 'utf8', env });
}

describe('npm run key', () => {
  it.each<readonly [readonly string[], readonly Scope[]]>([
    [['backoffice'], ['customers:read']],
    [
      ['true', 'customers:write', 'customers:raw'],
      ['customers:write', 'customers:raw'],
    ],
  ])('-- %j shows a new key, and the line that lets it in', ([name = '', ...named], scopes) => {
    const { stdout, stderr, status } = createKey(name, ...named);
    expect([status, stderr]).toEqual([0, '']);
    const key = /^ {2}(bgk_[\w-]{43})$/m.exec(stdout)?.[1] ?? '';
    const apiKeys: unknown = parse(/^ {2}(- \{ name: .*\})$/m.exec(stdout)?.[1] ?? '');
    expect(apiKeys).toEqual([apiKeyOf({ name, key, scopes })]);
    expect(readAuth({ apiKeys }, '0.0.0.0', [])).toMatchObject({ mode: 'credentials', apiKeys });
  });

  it.each([
    [[], 'name: is required'],
    [['Back Office'], 'name: must be a-z, 0-9 and "-"'],
    [['backoffice', 'customers:*'], 'scopes[0]: must be one of customers:read'],
  ])('-- %j says what is wrong, and ends with 2', (args, message) => {
    const { stdout, stderr, status } = createKey(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('usage: npm run key -- NAME');
  });
});
