import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Parsed documents by their text. */
export interface DocumentCache {
  get(text: string): DocumentNode | undefined;
  set(text: string, document: DocumentNode): void;
  /** Notes that validation has found nothing wrong with a document. */
  noteValid(document: DocumentNode): void;
  /** The document of a text, where it is known to be valid; null: it is not kept, or was not validated yet. */
  findValid(text: string): DocumentNode | null;
}

/** Parsed, a document takes up to a hundred times its text. */
const mostText = 512 * 1024;

/**
 * Keeps the documents used last, by the length of their texts: as many of those that clients really send as there may be,
 * and few of those that somebody sends to fill the memory.
 */
export function createDocumentCache(): DocumentCache {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: mostText,
    sizeCalculation: (_document, text) => text.length + 1,
  });
  const valid = new WeakSet<DocumentNode>();
  return {
    get: (text) => documents.get(text),
    set: (text, document) => void documents.set(text, document),
    noteValid: (document) => void valid.add(document),
    findValid(text) {
      const document = documents.get(text);
      return document !== undefined && valid.has(document) ? document : null;
    },
  };
}
