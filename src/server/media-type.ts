import { readJsonTypes } from './qualities.ts';

/** How the graph answers: as the specification of GraphQL over HTTP has it now, or as older clients know it. */
export type MediaType = 'application/graphql-response+json' | 'application/json';

/** The one that a client would rather have, by its Accept header: the older one where it says nothing, or takes neither. */
export function mediaTypeFor(accept: string | null): MediaType {
  return toMediaType(readJsonTypes(accept));
}

/** The same out of what a client takes, as `readJsonTypes` tells it. */
export function toMediaType([first]: readonly string[]): MediaType {
  const newer = 'application/graphql-response+json';
  return first === newer ? newer : 'application/json';
}

/** The type as the header has it. */
export function toContentType(mediaType: MediaType): string {
  return `${mediaType}; charset=utf-8`;
}
