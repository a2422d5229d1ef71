import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Parsed documents by their text. */
interface DocumentCache {
  get(text: string): DocumentNode | undefined;
  set(text: string, document: DocumentNode): void;
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
  return {
    get: (text) => documents.get(text),
    set: (text, document) => void documents.set(text, document),
  };
}
