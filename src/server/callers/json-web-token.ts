import { createHash } from 'node:crypto';
import { errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import { externalIdProblem } from '../../billing/customer.ts';
import { type Caller, scopes } from '../../graphql/caller.ts';
import type { JwtSettings } from './auth-settings.ts';
import { createKnownTokens } from './known-tokens.ts';
import { createVerificationKeys } from './verification-keys.ts';

/**
 * The caller that a JSON Web Token tells of; at once where it was checked a moment ago. Rejects with a KeysUnavailableError
 * where it cannot be checked now, and with any other error where it is not valid.
 */
export type ReadToken = (token: string) => Caller | Promise<Caller>;

/** Takes the tokens of one issuer that are meant for this server and have a time at which they expire. */
export function createReadToken(settings: JwtSettings, log: Logger): ReadToken {
  const { issuer, audience, algorithms } = settings;
  const keys = createVerificationKeys(settings.keys, log);
  const options = {
    issuer,
    audience,
    algorithms: [...algorithms],
    requiredClaims: ['exp'],
    clockTolerance: toleranceSeconds,
  };
  const known = createKnownTokens();

  async function check(token: string): Promise<Caller> {
    const { payload, protectedHeader } = await verify(token, keys, options);
    if (!isAccessType(protectedHeader.typ)) throw new Error('the token is of another type');
    const caller = toCaller(payload, settings);
    known.add(token, caller, ((payload.exp ?? 0) + toleranceSeconds) * 1000);
    return caller;
  }

  return (token) => known.find(token) ?? check(token);
}

/** How far the clocks of the issuer and of this machine may be apart. */
const toleranceSeconds = 30;

/** A token that does not name its key may be signed with any of those that fit. */
async function verify(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions) {
  try {
    return await jwtVerify(token, keys, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const verified = await jwtVerify(token, key, options).catch(() => null);
      if (verified !== null) return verified;
    }
    throw error;
  }
}

/** An identity token or a logout token has a type of its own, and is nothing to ask with. */
function isAccessType(type: unknown): boolean {
  return type === undefined || (typeof type === 'string' && /^(?:application\/)?(?:at\+)?jwt$/i.test(type));
}

function toCaller(payload: JWTPayload, { customerClaim, scopeClaim }: JwtSettings): Caller {
  const customer = payload[customerClaim];
  const granted = payload[scopeClaim];
  const named = typeof granted === 'string' ? granted.split(' ') : [];
  return {
    name: `jwt:${digestOf([payload.iss, payload.sub, customer])}`,
    scopes: new Set(scopes.filter((scope) => named.includes(scope))),
    externalId: typeof customer === 'string' && externalIdProblem(customer) === null ? customer : null,
  };
}

/** Tells subjects apart without telling them: a subject may be an e-mail address. */
function digestOf(identity: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
}
