import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerError } from '../answers/error-answer.ts';
import { internalError } from '../answers/mask-error.ts';
import { isReadableJson, readContentType } from '../content-type.ts';
import { firstOf } from '../media-type.ts';
import type { Callers } from '../plugins/use-callers.ts';
import { type Deadlines, timeoutHeader } from '../plugins/use-deadlines.ts';
import { notAcceptable } from '../plugins/use-json-answers.ts';
import { toParams } from '../plugins/use-json-bodies.ts';
import { readJsonTypes } from '../qualities.ts';
import { readIncomingBody } from '../request-body.ts';
import { graphPath } from '../requested-work.ts';
import { type AnswerOptions, createAnswerOperation } from './answer-operation.ts';
import type { GraphAnswer } from './graph-answer.ts';

/** What the front is made of. */
export interface FrontOptions extends AnswerOptions {
  readonly deadlines: Pick<Deadlines, 'start' | 'deadlineOf'>;
  readonly callers: Pick<Callers, 'identify' | 'callerOf'>;
  readonly bodyKiB: number;
}

/** Whether the front answers a request: a POST of JSON to the graph, which nearly all are. Any other is for Yoga. */
export function isForFront({ method, url, headers }: IncomingMessage): boolean {
  const isPost = method === 'POST' && url === graphPath;
  return isPost && isReadableJson(readContentType(headers['content-type'] ?? null));
}

/**
 * Answers what is for it without the fetch API that Yoga speaks on the way to an operation and back, which costs many times
 * what the way needs. What Yoga's plugins do with a request is done by the same functions, in the same order.
 */
export function createFront(options: FrontOptions): RequestListener {
  const { deadlines, callers, execution, bodyKiB, log } = options;
  const answerOperation = createAnswerOperation(options);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { accept = null, authorization = null, [timeoutHeader]: timeout = null } = request.headers;
    const context = {};
    const taken = readJsonTypes(accept);
    const refusal =
      deadlines.start(context, timeout === null ? null : String(timeout)) ??
      (await callers.identify(context, authorization)) ??
      (taken.length === 0 ? notAcceptable : null);
    if (refusal !== null) {
      answerError(response, refusal);
      return;
    }
    const operationAnswer = await readAndAnswer({ request, response, context });
    await operationAnswer?.write(response, firstOf(taken));
  }

  /** null: the client has left. */
  async function readAndAnswer({ request, response, context }: LetIn): Promise<GraphAnswer | null> {
    try {
      const params = toParams(await readIncomingBody(request, bodyKiB));
      return response.destroyed ? null : await answerOperation({ request, response, context, params });
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
interface LetIn {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** By which its deadline and its caller are known. */
  readonly context: object;
}
