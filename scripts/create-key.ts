import { createHash, randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { scopes } from '../src/graphql/caller.ts';
import { check } from '../src/config/check.ts';
import { apiKeySettingsSchema } from '../src/config/file-schema.ts';
import type { Problem } from '../src/config/problem.ts';

const exitCodeOfBadArguments = 2;
const usage = `usage: npm run key -- NAME [SCOPE…]
scopes: ${scopes.join(', ')}; without any, customers:read`;

const [name, ...named] = process.argv.slice(2);
const key = `bgk_${randomBytes(32).toString('base64url')}`;
const sha256 = createHash('sha256').update(key).digest('hex');
const problems: Problem[] = [];
const settings = check(
  apiKeySettingsSchema,
  { name, sha256, scopes: named.length > 0 ? [...new Set(named)] : ['customers:read'] },
  '',
  problems,
);

if (settings === null) {
  for (const { path, reason } of problems) console.error(`${path}: ${reason}`);
  console.error(usage);
  process.exitCode = exitCodeOfBadArguments;
} else {
  console.log(`The API key, for the caller alone; it is kept nowhere and not shown again:

  ${key}

Its line among auth.apiKeys in the configuration file:

  - ${stringify(settings, { collectionStyle: 'flow', lineWidth: 0 }).trim()}`);
}
