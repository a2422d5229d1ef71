import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and a certificate in PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** The types of ASN.1 that a certificate is made of. */
const tags = {
  integer: 0x02,
  bits: 0x03,
  objectId: 0x06,
  text: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** 1.2.840.10045.4.3.2, ecdsa-with-SHA256, and 2.5.4.3, commonName. */
const ecdsaWithSha256 = Buffer.from('2a8648ce3d040302', 'hex');
const commonName = Buffer.from('550403', 'hex');

/** Makes a certificate for the host that is signed by nobody but itself; Node can check certificates but not make any. */
export function createSelfSigned(host: string): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(encode('set', sequence(encode('objectId', commonName), encode('text', host))));
  const algorithm = sequence(encode('objectId', ecdsaWithSha256));
  const validity = sequence(encode('time', '20200101000000Z'), encode('time', '20991231235959Z'));
  const serialNumber = encode('integer', Buffer.from([1]));
  const signed = sequence(
    serialNumber,
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
  );
  const signature = sign('sha256', signed, privateKey);
  const certificate = sequence(
    signed,
    algorithm,
    encode('bits', Buffer.concat([Buffer.from([0]), signature])),
  );
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return encode('sequence', Buffer.concat(parts));
}

/** A value with its type and length before it. */
function encode(tag: keyof typeof tags, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const { length } = bytes;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tags[tag], ...size]), bytes]);
}
