import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AuthSettings, JwtSettings } from '../server/callers/auth-settings.ts';
import { isLoopbackHost } from '../server/loopback-host.ts';
import { authSchema } from './file-schema.ts';
import type { Problem } from './problem.ts';

/**
 * Who is let in, by the section `auth` of the file's content, whatever is wrong with its other sections; null where the
 * section is not in order, which the check of the whole file tells.
 */
export function readAuth(section: unknown, host: string, problems: Problem[]): AuthSettings | null {
  if (section === undefined) {
    if (!isLoopbackHost(host)) problems.push({ path: 'auth', reason: openReason(host) });
    return { mode: 'local' };
  }
  problems.push(...takenCredentials(section));
  const auth = authSchema.safeParse(section).data;
  if (auth === undefined) return null;
  if (auth.mode === 'none') return { mode: 'none' };
  const jwt = auth.jwt === undefined ? null : readJwt(auth.jwt, problems);
  return { mode: 'credentials', apiKeys: auth.apiKeys ?? [], jwt };
}

function openReason(host: string): string {
  return `${host} can be reached from elsewhere, so auth must be configured; to run open on purpose write auth: { mode: none } in the file that BILLGRAPH_CONFIG names`;
}

const credentialsSchema = z.object({ apiKeys: z.array(z.record(z.string(), z.unknown())) });

/** Names and keys that are used twice; looked for in the raw content, so that other mistakes do not hide them. */
function takenCredentials(section: unknown): readonly Problem[] {
  const apiKeys = credentialsSchema.safeParse(section).data?.apiKeys ?? [];
  return (['name', 'sha256'] as const).flatMap((property) => {
    const values = apiKeys.map((key) => String(key[property]).toLowerCase());
    return values.flatMap((value, index) => {
      const first = values.indexOf(value);
      const path = `auth.apiKeys[${index}].${property}`;
      const taken = first < index && apiKeys[index]?.[property] !== undefined;
      return taken ? [{ path, reason: `is taken by auth.apiKeys[${first}]` }] : [];
    });
  });
}

type JwtSection = NonNullable<z.infer<typeof authSchema>['jwt']>;

function readJwt(
  { jwksUrl, publicKeyFile, algorithms, ...claims }: JwtSection,
  problems: Problem[],
): JwtSettings | null {
  if (jwksUrl !== undefined) return { ...claims, algorithms, keys: new URL(jwksUrl) };
  const key = publicKeyFile === undefined ? null : readPublicKey(publicKeyFile, problems);
  if (key === null) return null;
  const fitting = algorithmsOf(key);
  const usable = algorithms.filter((algorithm) => fitting.includes(algorithm));
  if (usable.length > 0) return { ...claims, algorithms: usable, keys: key };
  const reason = `holds a key that none of auth.jwt.algorithms can be used with${fitting.length > 0 ? `, only ${fitting.join(', ')}` : ''}`;
  problems.push({ path: keyPath, reason });
  return null;
}

const keyPath = 'auth.jwt.publicKeyFile';

/** Reads a PEM file; its path is taken as the shell takes it, from where the program was started. */
function readPublicKey(path: string, problems: Problem[]): KeyObject | null {
  try {
    const pem = readFileSync(path, 'utf8');
    // The public half could be had from it, but a private key has no business here.
    if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return createPublicKey(pem);
    problems.push({ path: keyPath, reason: 'holds a private key; it must be the public one' });
  } catch (error) {
    const code = error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null;
    const reason = code === null ? 'holds no public key in PEM' : `cannot read ${path} (${code})`;
    problems.push({ path: keyPath, reason });
  }
  return null;
}

const curveAlgorithms: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

const leastModulusLength = 2048;

/** The algorithms that a key can be used with; none where it is too short or of a kind that tokens are not signed with. */
function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails ?? {};
  switch (asymmetricKeyType) {
    case 'rsa':
      return modulusLength < leastModulusLength ? [] : ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
    case 'ec':
      return [curveAlgorithms[namedCurve] ?? []].flat();
    case 'ed25519':
      return ['EdDSA'];
    default:
      return [];
  }
}
