import { Refusal } from '../../core/refusal.ts';
import { fileName, parsed, text, toggle, wholeNumber } from '../setting-kinds.ts';

const MAX_PORT = 65_535;
const MAX_CLIENTS = 10_000;

/** The settings `serve.*`: the dashboard as a web page, and the data over HTTP. */
export const SERVE_SETTINGS = {
  'serve.host': text('an address of this machine', {
    flag: 'host',
    argument: 'ADDR',
    describe: 'Address to listen on; beyond this machine, people sign in with a token and TLS is needed',
    default: '127.0.0.1',
  }),
  'serve.port': wholeNumber(0, MAX_PORT, {
    flag: 'port',
    argument: 'N',
    describe: 'Port to listen on; 0 takes a free one',
    default: 8050,
  }),
  'serve.tokenFile': fileName({
    flag: 'token-file',
    describe: 'File with a line name:token for each who may look; read again when it changes',
    default: null,
  }),
  'serve.cert': fileName({
    environment: 'serve-cert',
    describe: 'PEM file with the certificate of the server, those of its issuers behind it',
    default: null,
  }),
  'serve.key': fileName({
    environment: 'serve-key',
    describe: 'PEM file with the private key of serve.cert',
    default: null,
  }),
  'serve.behindProxy': toggle({
    flag: 'behind-proxy',
    describe: 'A proxy in front does TLS, and says in X-Forwarded-For who asks',
  }),
  'serve.publicUrl': parsed<string | null>({
    environment: 'serve-public-url',
    argument: 'URL',
    describe: 'Address at which browsers reach the page, its path included: no other Host or Origin is taken',
    default: null,
    allowed: 'an http:// or https:// address without a user, query or #',
    parse: parsePublicUrl,
  }),
  'serve.publishedOnLoopback': toggle({
    environment: 'serve-published-on-loopback',
    describe:
      'In a container whose port is published on the loopback of its machine alone: as there, no token is needed',
  }),
  'serve.maxClients': wholeNumber(1, MAX_CLIENTS, {
    environment: 'serve-max-clients',
    describe: 'How many may look at the same time',
    default: 100,
  }),
  'serve.auditLog': fileName({
    environment: 'serve-audit-log',
    describe:
      'File to append who looked at which patient, and when; while it cannot be written nothing is shown',
    default: null,
  }),
};

/** Reads an address that ends with a slash, as paths below it are appended. */
function parsePublicUrl(given: string): string | Refusal {
  if (!URL.canParse(given)) return new Refusal('it is no address');
  const url = new URL(given);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return new Refusal('it does not begin with http:// or https://');
  if (url.username !== '' || url.password !== '') return new Refusal('it names a user');
  if (url.search !== '' || url.hash !== '') return new Refusal('it has a query or a #');
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}
