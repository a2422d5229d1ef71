import { Agent } from 'undici';
import type { Ask } from './reads.ts';

/** The key that the stub does not look at. */
export const apiKey = 'sk_bench';

/** Asks by undici's `request`, over as many connections as there are calls at once. */
export function createUndiciAsk(baseUrl: string): Ask {
  const dispatcher = new Agent();
  const { origin, pathname } = new URL(baseUrl);
  const headers = { accept: 'application/json', 'x-api-key': apiKey };
  const jsonHeaders = { ...headers, 'content-type': 'application/json' };

  async function read<Answer>(answer: ReturnType<Agent['request']>, path: string): Promise<Answer> {
    const { statusCode, body } = await answer;
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${statusCode} from ${path}`);
    const value: Answer = JSON.parse(text);
    return value;
  }

  return {
    get: (path) => read(dispatcher.request({ origin, path: pathname + path, method: 'GET', headers }), path),
    post: (path, body) =>
      read(
        dispatcher.request({
          origin,
          path: pathname + path,
          method: 'POST',
          headers: jsonHeaders,
          body: JSON.stringify(body),
        }),
        path,
      ),
  };
}
