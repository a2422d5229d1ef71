import type { Plugin } from 'graphql-yoga';

/** Enough to correct a document, and an answer that is not longer than what was asked. */
const mostErrors = 5;

/** Ends the validation of a document after a few errors, and answers no more of them for one that was not executed. */
export function useFewErrors(): Plugin {
  return {
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((schema, document, rules) =>
        validateFn(schema, document, rules, { maxErrors: mostErrors }),
      );
    },
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !('errors' in result) || 'data' in result) return;
      if ((result.errors?.length ?? 0) > mostErrors) {
        setResult({ ...result, errors: result.errors?.slice(0, mostErrors) });
      }
    },
  };
}
