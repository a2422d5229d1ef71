import { accept, type Check, reject } from './check.ts';

const hyphenated = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{12}$/;

/** A UUID of version 4, in lower case. Polar takes it without hyphens, too. */
export const uuid: Check<string> = (input, location) => {
  if (typeof input !== 'string') {
    return reject('uuid_type', location, 'UUID input should be a string, bytes or UUID object', input);
  }
  const value = withHyphens(input.toLowerCase());
  const [matched, version, variant = ''] = hyphenated.exec(value) ?? [];
  if (matched === undefined) {
    const error = whatIsWrong(input);
    return reject('uuid_parsing', location, `Input should be a valid UUID, ${error}`, input, { error });
  }
  if (version !== '4' || !'89ab'.includes(variant)) {
    return reject('uuid_version', location, 'UUID version 4 expected', input, { expected_version: 4 });
  }
  return accept(value);
};

function withHyphens(value: string): string {
  return value.replace(/^(.{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/, '$1-$2-$3-$4-$5');
}

function whatIsWrong(value: string): string {
  const stranger = /[^0-9a-fA-F-]/u.exec(value);
  return stranger === null
    ? `invalid length: expected length 32 for simple format, found ${value.length}`
    : `invalid character: found \`${stranger[0]}\` at ${stranger.index + 1}`;
}
