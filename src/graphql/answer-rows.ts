import { GraphQLError } from 'graphql';

/** How many rows the lists of one answer may hold together: thousands take long to write, and no page shows them. */
const mostRows = 10_000;

/** Counts what an answer holds, each row as often as it stands in it: who is listed twice costs no call the second time. */
export interface AnswerRows {
  /** Gives the rows back; throws QUERY_TOO_EXPENSIVE where the answer has become too long with them. */
  count<Rows extends readonly unknown[] | null>(rows: Rows): Rows;
  /** Counts so many; for what is as long as many rows. */
  add(rows: number): void;
}

/** Counts the rows of one answer. */
export function createAnswerRows(): AnswerRows {
  let total = 0;

  function add(rows: number): void {
    total += rows;
    if (total > mostRows) throw tooManyRows();
  }

  return {
    add,
    count(rows) {
      add(rows?.length ?? 0);
      return rows;
    },
  };
}

function tooManyRows(): GraphQLError {
  return new GraphQLError(`The answer would hold more than ${mostRows} rows.`, {
    extensions: { code: 'QUERY_TOO_EXPENSIVE', limitOf: 'rows', limit: mostRows },
  });
}
