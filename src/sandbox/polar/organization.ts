import { uuidOf } from '../ids.ts';

/** The one organization that the sandbox's access token belongs to. */
export const organizationId = uuidOf('polar organization');

/** Where the organization's hosted pages (portal, checkout) pretend to live; a reserved name that never resolves. */
export const hostedPages = 'https://polar.example/northwind';

/** The id of something that the seed or a write made; always the same for the same kind and key. */
export function polarId(kind: string, key: string): string {
  return uuidOf(`polar ${kind} ${key}`);
}
