import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { createRequestError } from '../answers/refusal.ts';
import { isReadableJson } from '../content-type.ts';
import { readBody } from '../request-body.ts';

/** Takes bodies in JSON, one operation each, up to a size, and no others. */
export function useJsonBodies({ bodyKiB }: { readonly bodyKiB: number }): Plugin {
  return {
    onRequestParse({ request, setRequestParser }) {
      if (request.method !== 'POST') return;
      if (!isReadableJson(request.headers.get('content-type'))) {
        throw createRequestError({ message: 'The body must be application/json in UTF-8.', status: 415 });
      }
      setRequestParser(async () => toParams(await readBody(request, bodyKiB)));
    },
  };
}

/** What a body asks for; throws the error to answer where it is no JSON object. */
export function toParams(text: string): GraphQLParams {
  const content = toContent(text);
  if (Array.isArray(content)) {
    throw createRequestError({ message: 'A request holds one operation, not a list of them.', status: 400 });
  }
  if (typeof content !== 'object' || content === null) {
    throw createRequestError({ message: 'The body must be a JSON object.', status: 400 });
  }
  return content;
}

function toContent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
    throw createRequestError({ message: 'The body is not JSON.', status: 400 });
  }
}
