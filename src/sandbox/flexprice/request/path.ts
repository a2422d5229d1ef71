/**
 * The path as the provider's router sees it: decoded before it is matched, so that an escaped slash separates segments
 * like any other. null where an escape is broken.
 */
export function decodePath(rawPath: string): string | null {
  if (/%(?![0-9A-Fa-f]{2})/.test(rawPath)) return null;
  const bytes = rawPath.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The segments behind the API's prefix, or null where the path does not begin with it. */
export function splitPath(path: string): readonly string[] | null {
  const prefix = '/v1/';
  return path.startsWith(prefix) ? path.slice(prefix.length).split('/') : null;
}
