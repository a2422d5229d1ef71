import { type DocumentNode, GraphQLError, Lexer, Source, type Token, TokenKind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { createOperationError } from '../answers/refusal.ts';
import type { Limits } from '../demand/limits.ts';
import { type Demand, measureDocument } from '../demand/measure-document.ts';

/** The limits that a document alone can break. */
type DemandLimits = Pick<Limits, keyof Demand | 'tokens'>;

/** Refuses documents that ask for too much, with one error, before they are parsed or else before they are validated. */
export function useDemandLimits(limits: DemandLimits): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      // Yoga parses only what it has not kept, and it keeps only what was within the limits.
      setParseFn((source, options) => {
        checkTokens(source, limits);
        const document = parseFn(source, options);
        checkDemand(document, limits);
        return document;
      });
    },
  };
}

/** An answer repeats the names of its fields in each row, and the way to a field in each error. */
const longestName = 128;

/** Not the parser's own limit: nesting may fill the stack before that is reached. */
function checkTokens(source: string | Source, { tokens }: DemandLimits): void {
  const lengths = readTokenLengths(typeof source === 'string' ? new Source(source) : source);
  let count = 0;
  for (const length of lengths) {
    count += 1;
    if (count > tokens) throw tooExpensive('tokens', `more than ${tokens} tokens`, tokens);
    if (length > longestName) {
      throw tooExpensive('nameLength', `a name of ${length} characters`, longestName);
    }
  }
}

/** The lengths of names, and 0 for any other token; ends early where there is none at all, which the parser will say. */
function* readTokenLengths(source: Source): Generator<number, void> {
  const lexer = new Lexer(source);
  for (;;) {
    const token = advance(lexer);
    if (token === null || token.kind === TokenKind.EOF) return;
    yield token.kind === TokenKind.NAME ? token.value.length : 0;
  }
}

function advance(lexer: Lexer): Token | null {
  try {
    return lexer.advance();
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
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

function tooExpensive(
  limitOf: keyof DemandLimits | 'nameLength',
  asked: string,
  limit: number,
): GraphQLError {
  return createOperationError(`The operation asks for ${asked}, and at most ${limit} are allowed.`, {
    code: 'QUERY_TOO_EXPENSIVE',
    limitOf,
    limit,
  });
}
