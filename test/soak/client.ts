import { Agent } from 'undici';
import { z } from 'zod';

const pathSchema = z.array(z.union([z.string(), z.number()]));
const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ path: pathSchema.optional(), extensions: z.looseObject({ code: z.string() }) }))
    .default([]),
  extensions: z
    .object({
      billgraph: z
        .object({
          stale: z.array(z.object({ path: pathSchema, asOf: z.string(), reason: z.string() })).default([]),
        })
        .prefault({}),
    })
    .prefault({}),
});

/** What a question ended in. */
export interface SoakAnswer extends z.infer<typeof answerSchema> {
  /** On the clock of `Date.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A question and how long somebody waits for it. */
export interface SoakQuestion {
  readonly query: string;
  readonly variables: object;
  /** Goes away after so many milliseconds. */
  readonly leavesAfterMs?: number;
  /** Asks to be answered within so many milliseconds. */
  readonly wantedWithinMs?: number;
}

/** A client that keeps its connections. */
export interface SoakClient {
  /** null where the client left before. Rejects where no answer came, or none of the graph's. */
  ask(question: SoakQuestion): Promise<SoakAnswer | null>;
  /** The lines of the export; null where it broke off. */
  readExport(provider: string): Promise<readonly string[] | null>;
  close(): Promise<void>;
}

/** A client of the graph at the URL. */
export function createClient(url: string): SoakClient {
  const agent = new Agent();
  const { origin, pathname } = new URL(url);

  async function send({ query, variables, ...wish }: SoakQuestion, signal: AbortSignal): Promise<unknown> {
    const { body } = await agent.request({
      origin,
      path: pathname,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(wish.wantedWithinMs !== undefined && { 'x-request-timeout-ms': String(wish.wantedWithinMs) }),
      },
      body: JSON.stringify({ query, variables }),
      signal,
    });
    return body.json();
  }

  return {
    async ask(question) {
      const leaving = new AbortController();
      const { leavesAfterMs } = question;
      const timer =
        leavesAfterMs === undefined ? undefined : setTimeout(() => leaving.abort(), leavesAfterMs);
      const startedAt = Date.now();
      try {
        const answer = answerSchema.parse(await send(question, leaving.signal));
        return { ...answer, startedAt, endedAt: Date.now() };
      } catch (error) {
        if (leaving.signal.aborted) return null;
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    async readExport(provider) {
      const path = `/customers.csv?provider=${provider}`;
      try {
        const { statusCode, body } = await agent.request({ origin, path, method: 'GET' });
        const text = await body.text();
        return statusCode === 200 ? text.split('\r\n') : null;
      } catch {
        return null;
      }
    },
    close: () => agent.destroy(),
  };
}
