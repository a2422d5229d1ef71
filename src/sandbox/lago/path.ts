/** Resources whose keys may contain dots. On all others a dot begins the format (".json"). */
const resourcesWithDottedKeys: ReadonlySet<string> = new Set(['subscriptions', 'coupons', 'features']);

/**
 * The segments of a path as Rails matches and decodes them: empty ones do not count, a dot in the last segment starts
 * a format that is cut off, a dot in an earlier one matches no route, and "%2E" and "%2F" are decoded only afterwards.
 * null where no route can match. Throws a TypeError where a segment is not UTF-8.
 */
export function readSegments(path: string): readonly string[] | null {
  const raw = path.split('/').filter((segment) => segment !== '');
  const [api, version, resource = ''] = raw;
  if (api !== 'api' || version !== 'v1') return null;
  const segments: string[] = [];
  for (const [index, segment] of raw.slice(2).entries()) {
    const dotted = index > 0 && resourcesWithDottedKeys.has(resource);
    const matched = dotted ? segment : withoutFormat(segment, index === raw.length - 3);
    if (matched === null) return null;
    segments.push(decode(matched));
  }
  return segments;
}

function withoutFormat(segment: string, last: boolean): string | null {
  const [, name = null, format] = /^([^.]+)(\.[^.]+)?$/.exec(segment) ?? [];
  return last || format === undefined ? name : null;
}

/** A percent sign that begins no escape stands for itself. */
function decode(segment: string): string {
  const bytes: Buffer[] = [];
  for (const part of segment.split(/(%[0-9a-f]{2})/i)) {
    bytes.push(/^%[0-9a-f]{2}$/i.test(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part));
  }
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes));
}
