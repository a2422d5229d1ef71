import { type DocumentNode, type GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { createOperationError } from '../answers/refusal.ts';
import { type Demand, measureDocument } from '../demand/measure-document.ts';
import type { Limits } from '../demand/limits.ts';

/** The limits that a document alone can break. */
type DemandLimits = Pick<Limits, keyof Demand | 'tokens'>;

/** Refuses documents that ask for too much, with one error, before they are parsed or else before they are validated. */
export function useDemandLimits(limits: DemandLimits): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      // Yoga parses only what it has not kept, and it keeps only what was within the limits.
      setParseFn((source, options) => {
        checkLength(source, limits);
        const document = parseFn(source, options);
        checkDemand(document, limits);
        return document;
      });
    },
  };
}

/** Not the parser's own limit: nesting may fill the stack before that is reached. */
function checkLength(source: string | Source, { tokens }: DemandLimits): void {
  if (hasMoreTokens(typeof source === 'string' ? new Source(source) : source, tokens)) {
    throw tooExpensive('tokens', `more than ${tokens} tokens`, tokens);
  }
}

function hasMoreTokens(source: Source, allowed: number): boolean {
  const lexer = new Lexer(source);
  try {
    for (let count = 0; count <= allowed; count += 1) {
      if (lexer.advance().kind === TokenKind.EOF) return false;
    }
    return true;
  } catch {
    // No token at all: the parser will say so.
    return false;
  }
}

function checkDemand(document: DocumentNode, limits: DemandLimits): void {
  const { depth, aliases, directives } = measureDocument(document);
  if (aliases > limits.aliases) throw tooExpensive('aliases', `${aliases} aliases`, limits.aliases);
  if (depth > limits.depth) throw tooExpensive('depth', `a depth of ${depth}`, limits.depth);
  if (directives > limits.directives) {
    throw tooExpensive('directives', `${directives} directives`, limits.directives);
  }
}

function tooExpensive(limitOf: keyof DemandLimits, asked: string, limit: number): GraphQLError {
  return createOperationError(`The operation asks for ${asked}, and at most ${limit} are allowed.`, {
    code: 'QUERY_TOO_EXPENSIVE',
    limitOf,
    limit,
  });
}
