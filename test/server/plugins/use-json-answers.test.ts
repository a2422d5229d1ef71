import { describe, expect, it } from 'vitest';
import { admitAnyone } from '../../../src/server/callers/authenticate.ts';
import { serveNobody } from '../../support/serve-nobody.ts';

const [graphql, json] = ['application/graphql-response+json', 'application/json'] as const;

describe('an answer is of the type that the client would rather have', () => {
  it.each([
    [undefined, json],
    ['', json],
    ['*/*', json],
    [json, json],
    [graphql, graphql],
    [`${graphql}, ${json};q=0.9`, graphql],
    [`${json};q=0.5, ${graphql}`, graphql],
    [`${graphql};q=0.5, ${json}`, json],
    [`${graphql};q=0, ${json}`, json],
    [`text/html, ${graphql};q=0.1`, graphql],
  ])('%s: %s', async (accept, type) => {
    const headers = accept === undefined ? {} : { accept };
    for (const authenticate of [admitAnyone, async () => ({ failure: 'missing' }) as const]) {
      const { request } = serveNobody({ authenticate });
      const answer = await request({ headers, body: { query: '{ __typename }' } });
      expect(answer.headers['content-type']).toBe(`${type}; charset=utf-8`);
    }
  });
});
