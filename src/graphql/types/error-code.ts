import { builder } from '../builder.ts';
import { errorCodes } from '../error-code.ts';

/** Why something failed. */
export const errorCodeEnum = builder.enumType('ErrorCode', {
  description:
    'Why something failed. Every error of a response carries one in `extensions.code`; errors of providers add `provider`, `retryable` and, where known, `retryAfter`.',
  values: errorCodes,
});
