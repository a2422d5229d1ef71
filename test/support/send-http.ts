import { request as sendRequest } from 'undici';
import { bearer, decodeAnswer, encodeRequest, type HttpAnswer, type HttpRequest } from './http-exchange.ts';

/** Sends a request, by default a POST of JSON to the graph with this key. */
export async function sendHttp(origin: string, request: HttpRequest, key: string): Promise<HttpAnswer> {
  const usual = { 'content-type': 'application/json', ...bearer(key) };
  const { target, ...sent } = encodeRequest(request, usual);
  const { statusCode: status, headers, body } = await sendRequest(`${origin}${target}`, sent);
  return decodeAnswer({ status, headers, text: await body.text() });
}
