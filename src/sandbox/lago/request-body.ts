import type { SandboxRequest } from '../http-server.ts';

/** A JSON object that nobody has looked into yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether the value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether there is a body that claims to be JSON and is not. */
export function isMalformed(request: SandboxRequest): boolean {
  return parse(request) === undefined;
}

/** The object under the body's root key, or null where there is none or an empty one. */
export function readRoot(request: SandboxRequest, root: string): JsonObject | null {
  const body = parse(request);
  const value = isObject(body) ? body[root] : null;
  return isObject(value) && Object.keys(value).length > 0 ? value : null;
}

/**
 * A text field: undefined where it is absent or of a shape that strong parameters drop, null where it is to be cleared.
 * Numbers and booleans are cast, as the columns do it.
 */
export function readTextField(input: JsonObject, field: string): string | null | undefined {
  const value = input[field];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' || value === null ? value : undefined;
}

/** A whole-number field: undefined where it is absent, null where it is to be cleared or is no number. */
export function readIntegerField(input: JsonObject, field: string): number | null | undefined {
  const value = input[field];
  if (value === undefined) return undefined;
  const number = typeof value === 'string' ? Number.parseInt(value, 10) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.trunc(number) : null;
}

/** A field that is true or false; undefined where it is neither. */
export function readFlagField(input: JsonObject, field: string): boolean | undefined {
  const value = input[field];
  return typeof value === 'boolean' ? value : undefined;
}

/** The objects of a list field; undefined where the field is absent or no list. */
export function readObjectsField(input: JsonObject, field: string): readonly JsonObject[] | undefined {
  const value = input[field];
  return Array.isArray(value) ? value.filter(isObject) : undefined;
}

/** undefined for malformed JSON; a body of another type than JSON has no parameters. */
function parse(request: SandboxRequest): unknown {
  if (request.body === '' || !/\bjson\b/i.test(request.headers['content-type'] ?? '')) return null;
  try {
    return JSON.parse(request.body);
  } catch {
    return undefined;
  }
}
