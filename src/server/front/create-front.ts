import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerError, type ErrorAnswer } from '../answers/error-answer.ts';
import { internalError } from '../answers/mask-error.ts';
import { graphHeaders, setHeaders } from '../answers/security-headers.ts';
import { isReadableJson } from '../content-type.ts';
import { toMediaType } from '../media-type.ts';
import type { Callers } from '../plugins/use-callers.ts';
import { type Deadlines, timeoutHeader, unreadableTimeout } from '../plugins/use-deadlines.ts';
import { notAcceptable } from '../plugins/use-json-answers.ts';
import { readJsonTypes } from '../qualities.ts';
import { readIncomingBody } from '../request-body.ts';
import { debugHeader } from '../request-context.ts';
import { graphPath } from '../requested-work.ts';
import { type AnswerOptions, createAnswerOperation, type LetIn } from './answer-operation.ts';
import type { GraphAnswer } from './graph-answer.ts';

/** What the front is made of. */
export interface FrontOptions extends AnswerOptions {
  readonly deadlines: Pick<Deadlines, 'from'>;
  readonly callers: Pick<Callers, 'identify'>;
  readonly bodyKiB: number;
}

/** Whether the front answers a request: a POST of JSON to the graph, which nearly all are. Any other is for Yoga. */
export function isForFront({ method, url, headers }: IncomingMessage): boolean {
  const isPost = method === 'POST' && url === graphPath;
  return isPost && isReadableJson(headers['content-type'] ?? null);
}

/**
 * Answers what is for it without the fetch API that Yoga speaks on the way to an operation and back, which costs many times
 * what the way needs. What Yoga's plugins do with a request is done by the same functions, in the same order.
 */
export function createFront(options: FrontOptions): RequestListener {
  const { deadlines, callers, execution, bodyKiB, log } = options;
  const answerOperation = createAnswerOperation(options);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request;
    const { accept = null, authorization = null, [timeoutHeader]: sent = null } = headers;
    const timeout = sent === null ? null : String(sent);
    const deadline = deadlines.from(timeout);
    if (deadline === null) {
      refuse(response, unreadableTimeout);
      return;
    }
    const identified = callers.identify(authorization, deadline);
    const caller = identified instanceof Promise ? await identified : identified;
    if ('error' in caller) {
      refuse(response, caller);
      return;
    }
    const taken = readJsonTypes(accept);
    if (taken.length === 0) {
      refuse(response, notAcceptable);
      return;
    }
    const tellsCalls = headers[debugHeader] === '1';
    const answered = await readAndAnswer(request, { response, caller, timeout, deadline, tellsCalls });
    await answered?.write(response, toMediaType(taken));
  }

  /** null: the client has left. */
  async function readAndAnswer(request: IncomingMessage, letIn: LetIn): Promise<GraphAnswer | null> {
    try {
      const text = await readIncomingBody(request, bodyKiB);
      return letIn.response.destroyed ? null : await answerOperation(letIn, text);
    } catch (error) {
      return execution.refuse(error);
    }
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'internal error');
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 500, error: internalError() });
    });
  };
}

/** Refuses what is not let in. */
function refuse(response: ServerResponse, answer: ErrorAnswer): void {
  setHeaders(response, graphHeaders);
  answerError(response, answer);
}
