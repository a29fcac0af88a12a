import { generate } from 'selfsigned';

/** A certificate and its private key, as PEM. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

/** Makes a CA. */
export async function makeAuthority(name = 'footwatch test'): Promise<Issued> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  });
  return { cert, key };
}

/** Makes a certificate of a CA, for 127.0.0.1 and api.example unless it is for another host. */
export async function issue(
  ca: Issued,
  { host, days = [-1, 1] }: { host?: string; days?: readonly [from: number, until: number] } = {},
): Promise<Issued> {
  const [notBeforeDate, notAfterDate] = days.map((day) => new Date(Date.now() + day * 86_400_000));
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'a certificate' }], {
    keySize: 2048,
    ca,
    ...(notBeforeDate && { notBeforeDate }),
    ...(notAfterDate && { notAfterDate }),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: host
          ? [{ type: 2, value: host }]
          : [
              { type: 7, ip: '127.0.0.1' },
              { type: 2, value: 'api.example' },
            ],
      },
    ],
  });
  return { cert, key };
}
