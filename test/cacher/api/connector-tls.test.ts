import type { ServerOptions } from 'node:https';
import type { TlsOptions } from 'node:tls';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createGotClient } from '../../../src/cacher/api/got-client.ts';
import { createUndiciClient } from '../../../src/cacher/api/undici-client.ts';
import { type Issued, issue, makeAuthority } from './certificates.ts';
import { startHttpsServer } from './https-server.ts';

let ca: Issued;
let otherCa: Issued;
let server: Issued;
let client: Issued;
beforeAll(async () => {
  [ca, otherCa] = await Promise.all([makeAuthority(), makeAuthority('another')]);
  [server, client] = await Promise.all([issue(ca), issue(ca)]);
});

async function serve(options: ServerOptions & TlsOptions): Promise<string> {
  const port = await startHttpsServer(options, (_, response) => response.end('here'));
  return `https://127.0.0.1:${port}/`;
}

describe.each([
  ['got', createGotClient],
  ['undici', createUndiciClient],
] as const)('the API client on %s', (_, createApiClient) => {
  async function poll(baseUrl: string, tls?: { ca?: string; cert?: string; key?: string }, polls = 1) {
    const api = createApiClient({
      baseUrl,
      timeoutMs: 5000,
      maxBodyBytes: 65_536,
      headers: () => ({}),
      ...(tls && { tls }),
    });
    onTestFinished(() => api.close());
    let outcome = '';
    for (let done = 0; done < polls; done++) {
      const result = await api.fetch(1);
      outcome =
        result.kind === 'failed'
          ? `${result.reason}: ${result.message}`
          : Buffer.from(result.body).toString();
    }
    return outcome;
  }

  test('trusts a CA of its own', async () => {
    expect(await poll(await serve(server), { ca: ca.cert }, 3)).toBe('here');
  });

  test('names a CA that it does not know', async () => {
    const message =
      'tls: TLS failed: the certificate of the server is from an unknown CA (UNABLE_TO_VERIFY_LEAF_SIGNATURE)';
    expect(await poll(await serve(server))).toBe(message);
    expect(await poll(await serve(server), { ca: otherCa.cert })).toBe(message);
  });

  test('names a certificate that has expired, or is not valid yet', async () => {
    const expired = await serve(await issue(ca, { days: [-3, -2] }));
    expect(await poll(expired, { ca: ca.cert })).toBe(
      'tls: TLS failed: the certificate of the server has expired (CERT_HAS_EXPIRED)',
    );
    const early = await serve(await issue(ca, { days: [2, 3] }));
    expect(await poll(early, { ca: ca.cert })).toBe(
      'tls: TLS failed: the certificate of the server is not valid yet (CERT_NOT_YET_VALID)',
    );
  });

  test('names a certificate for another host', async () => {
    const url = await serve(await issue(ca, { host: 'other.example' }));
    expect(await poll(url, { ca: ca.cert })).toBe(
      'tls: TLS failed: the certificate of the server is for another host (ERR_TLS_CERT_ALTNAME_INVALID)',
    );
  });

  test('shows its own certificate', async () => {
    const url = await serve({ ...server, ca: ca.cert, requestCert: true, rejectUnauthorized: true });
    expect(await poll(url, { ca: ca.cert, ...client }, 3)).toBe('here');
  });

  test('says that a certificate of its own is required', async () => {
    const options = { ...server, ca: ca.cert, requestCert: true, rejectUnauthorized: true } as const;
    expect(await poll(await serve(options), { ca: ca.cert })).toBe(
      'tls: TLS failed: the server requires a client certificate (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)',
    );
    expect(await poll(await serve({ ...options, maxVersion: 'TLSv1.2' }), { ca: ca.cert })).toMatch(
      /^tls: TLS failed: the server requires a client certificate, or shares no cipher \(/,
    );
  });

  test('names other versions of TLS', async () => {
    const url = await serve({
      ...server,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    expect(await poll(url, { ca: ca.cert })).toMatch(
      /^tls: TLS failed: the server speaks other versions of TLS \(/,
    );
  });
});
