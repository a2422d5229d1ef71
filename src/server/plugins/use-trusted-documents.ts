import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { createOperationError } from '../answers/refusal.ts';
import type { TrustedDocuments } from '../trusted-documents.ts';

/** Executes documents by their ids and, where nothing else is to be executed, refuses texts before they are parsed. */
export function useTrustedDocuments({ byId, only }: TrustedDocuments): Plugin {
  return usePersistedOperations({
    allowArbitraryOperations: !only,
    extractPersistedOperationId: idOf,
    getPersistedOperation: (id) => byId.get(id) ?? null,
    customErrors: {
      // Clients look for this message, and then send the text.
      notFound: refusal('PersistedQueryNotFound'),
      keyNotFound: refusal(
        only ? 'Name a document: extensions.persistedQuery.sha256Hash.' : 'Must provide query string.',
      ),
      persistedQueryOnly: refusal('Only documents that are named by their ids are executed here.'),
    },
  });
}

/**
 * The text of the document that is asked for; null where there is none, or the one that there is may not be executed, of
 * which the plugin tells why.
 */
export function findText(params: GraphQLParams, documents: TrustedDocuments | null): string | null {
  if (documents === null) return params.query ?? null;
  if (params.query) return documents.only ? null : params.query;
  return documents.byId.get(idOf(params) ?? '') ?? null;
}

const namedSchema = z.object({ persistedQuery: z.object({ sha256Hash: z.string() }) });

/** Some clients send a version beside the id, and there is only one. */
function idOf({ extensions }: GraphQLParams): string | null {
  return namedSchema.safeParse(extensions).data?.persistedQuery.sha256Hash ?? null;
}

function refusal(message: string): () => GraphQLError {
  return () => createOperationError(message, { code: 'BAD_USER_INPUT' });
}
