import { rememberByText } from './remember-by-text.ts';

/** What a Content-Type header says. */
export interface ContentType {
  /** In lower case, without parameters; empty where there is none. */
  readonly type: string;
  /** In lower case; null where it is not said. */
  readonly charset: string | null;
}

/** Reads such a header. Of several, which is not allowed and yet sent, the first counts. */
export function readContentType(header: string | null): ContentType {
  const [type = '', ...parameters] = (header?.split(',', 1)[0] ?? '')
    .split(';')
    .map((text) => text.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return { type, charset: charset?.slice('charset='.length).replaceAll('"', '') ?? null };
}

/** Whether such a header declares JSON that can be read. */
export function isReadableJson(header: string | null): boolean {
  return header !== null && declaresJson(header);
}

const declaresJson = rememberByText((header) => {
  const { type, charset } = readContentType(header);
  return type === 'application/json' && (charset === null || charset === 'utf-8');
});
