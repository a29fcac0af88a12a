/** What TLS fails by, and how that is said: codes of Node and OpenSSL by their tell-tale part, the more specific first. */
const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/^CERT_HAS_EXPIRED/, 'the certificate of the server has expired'],
  [/^CERT_NOT_YET_VALID/, 'the certificate of the server is not valid yet'],
  [/^CERT_REVOKED/, 'the certificate of the server was revoked'],
  [/ALTNAME_INVALID/, 'the certificate of the server is for another host'],
  [/SELF_SIGNED|^UNABLE_TO_(GET_ISSUER|VERIFY)/, 'the certificate of the server is from an unknown CA'],
  [/ALERT_CERTIFICATE_REQUIRED/, 'the server requires a client certificate'],
  [/ALERT_UNKNOWN_CA/, 'the server does not know the CA of the client certificate'],
  [/ALERT_CERTIFICATE_EXPIRED/, 'the client certificate has expired'],
  [/ALERT_CERTIFICATE_REVOKED/, 'the client certificate was revoked'],
  [
    /ALERT_(BAD|UNSUPPORTED)_CERTIFICATE|ALERT_CERTIFICATE_UNKNOWN|ALERT_ACCESS_DENIED/,
    'the server refuses the client certificate',
  ],
  [/ALERT_HANDSHAKE_FAILURE/, 'the server requires a client certificate, or shares no cipher'],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNEXPECTED_MESSAGE/,
    'the server does not speak TLS',
  ],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/, 'the server speaks other versions of TLS'],
];

/** Whether an error code of Node or OpenSSL is about TLS. */
export function isTlsCode(code: string): boolean {
  return /CERT|TLS|SSL|EPROTO|^UNABLE_TO_/.test(code);
}

/** Says in a few words why TLS failed, with the code behind it: `the certificate of the server has expired (CERT_HAS_EXPIRED)`. */
export function explainTlsCode(code: string): string {
  const cause = CAUSES.find(([pattern]) => pattern.test(code))?.[1];
  return cause === undefined ? code : `${cause} (${code})`;
}
