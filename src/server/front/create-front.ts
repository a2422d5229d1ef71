import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerError } from '../answers/error-answer.ts';
import { internalError } from '../answers/mask-error.ts';
import { isReadableJson } from '../content-type.ts';
import { firstOf } from '../media-type.ts';
import type { Callers } from '../plugins/use-callers.ts';
import { type Deadlines, timeoutHeader, unreadableTimeout } from '../plugins/use-deadlines.ts';
import { notAcceptable } from '../plugins/use-json-answers.ts';
import { readJsonTypes } from '../qualities.ts';
import { readIncomingBody } from '../request-body.ts';
import { debugHeader } from '../request-context.ts';
import { graphPath } from '../requested-work.ts';
import { type AnswerOptions, createAnswerOperation } from './answer-operation.ts';
import type { GraphAnswer } from './graph-answer.ts';
import type { Asker } from './operation-key.ts';

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
    const { accept = null, authorization = null, [timeoutHeader]: sent = null } = request.headers;
    const timeout = sent === null ? null : String(sent);
    const deadline = deadlines.from(timeout);
    if (deadline === null) {
      answerError(response, unreadableTimeout);
      return;
    }
    const identified = callers.identify(authorization, deadline);
    const caller = identified instanceof Promise ? await identified : identified;
    const taken = readJsonTypes(accept);
    if ('error' in caller || taken.length === 0) {
      answerError(response, 'error' in caller ? caller : notAcceptable);
      return;
    }
    const answered = await readAndAnswer({ request, response, caller, timeout, deadline });
    await answered?.write(response, firstOf(taken));
  }

  /** null: the client has left. */
  async function readAndAnswer({ request, ...letIn }: LetIn): Promise<GraphAnswer | null> {
    const { response } = letIn;
    const tellsCalls = request.headers[debugHeader] === '1';
    try {
      const text = await readIncomingBody(request, bodyKiB);
      return response.destroyed ? null : await answerOperation({ ...letIn, tellsCalls, text });
    } catch (error) {
      return execution.refuse(error);
    }
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'internal error');
      if (response.headersSent) response.destroy();
      else answerError(response, { status: 500, error: internalError() });
    });
  };
}

/** A request that has been let in, but not read. */
interface LetIn extends Asker {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** When it has to be answered, on the clock of `performance.now()`. */
  readonly deadline: number;
}
