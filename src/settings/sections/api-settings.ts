import { percentDecode } from '../../core/percent-decode.ts';
import { Refusal } from '../../core/refusal.ts';
import { MASK, maskUrl } from '../mask-secrets.ts';
import type { Environment, Expansion, SettingDefinition } from '../setting-definition.ts';
import { choice, duration, fileName, listEntries, numberList, parsed, readText } from '../setting-kinds.ts';

type Headers = Readonly<Record<string, string>>;

const HOUR_MS = 3_600_000;
/** `__proto__` is one too, but could not be the key of an object. */
const HEADER_NAME = /^(?!__proto__$)[\w!#$%&'*+.^`|~-]+$/;
/** What HTTP takes for a header's value; Node refuses every request with anything else. */
export const HEADER_TEXT = /^[\t -~\u0080-\u00ff]*$/;

/** Headers of the connection and of the body, which the HTTP client sets as it needs them. */
const RESERVED_HEADERS: readonly string[] = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
];

const HEADERS: SettingDefinition<Headers> = {
  describe:
    'Headers of every request; $' +
    '{NAME} in a value is taken from the environment, $' +
    '{file:NAME} from the line of a file, which is read again when it changes',
  allowed: 'header names with texts of one line, in Latin-1',
  fileSchema: { type: 'object', additionalProperties: { type: 'string' } },
  completion: { kind: 'none' },
  default: {},
  secret: true,
  read: readHeaders,
  expand: expandHeaders,
  show: (headers) => Object.fromEntries(Object.keys(headers).map((name) => [name, MASK])),
};

/** The settings `api.*`: what to poll, and how to ask. */
export const API_SETTINGS = {
  'api.baseUrl': parsed<string | null>({
    flag: 'base-url',
    argument: 'URL',
    describe: "Address of the API, to which a patient's number is appended",
    default: null,
    secret: true,
    allowed: 'an http:// or https:// address without a #, with each % in user or password written as %25',
    parse: parseBaseUrl,
    show: maskUrl,
  }),
  'api.client': choice(['got', 'undici'], {
    flag: 'api-client',
    argument: 'NAME',
    describe: 'HTTP client; undici needs a fraction of the CPU, for a thousand patients and more',
    default: 'got',
  }),
  'api.timeout': duration(10, HOUR_MS, {
    flag: 'timeout',
    describe: 'How long a poll may take, its body included',
    default: 2000,
  }),
  'api.headers': HEADERS,
  'api.ca': fileName({
    environment: 'api-ca',
    describe: 'PEM file of the certificates to trust with https://, instead of the well-known ones',
    default: null,
  }),
  'api.cert': fileName({
    environment: 'api-cert',
    describe:
      'PEM file of the client certificate, those of its issuers behind it, for an API that asks for one',
    default: null,
  }),
  'api.key': fileName({
    environment: 'api-key',
    describe: 'PEM file of the private key of api.cert, without a passphrase',
    default: null,
  }),
  'api.sensors': numberList<null>({
    describe: 'Sensors that every reply has to carry',
    default: null,
    defaultText: "all of the patient's insole",
  }),
};

/** The address to which patients are appended: it ends with a slash unless it has a query. */
function parseBaseUrl(given: string): string | Refusal {
  if (!/^https?:\/\//i.test(given)) return new Refusal('it does not begin with http:// or https://');
  if (!URL.canParse(given)) return new Refusal('its host or its port is wrong');
  const url = new URL(given);
  // A fragment is never sent: every patient's number would ask for the same.
  if (given.includes('#')) return new Refusal('what follows its # is never sent');
  // The HTTP clients decode user and password, and throw where that is not possible.
  if (percentDecode(url.username) === null || percentDecode(url.password) === null)
    return new Refusal('its user or password has a % that encodes nothing');
  if (url.search === '' && !url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}

function readHeaders(raw: unknown): Headers | Refusal | null {
  const entries = listEntries(raw);
  if (entries === null) return null;
  const headers: Record<string, string> = {};
  for (const [index, [name, value]] of entries.entries()) {
    if (!HEADER_NAME.test(name))
      return new Refusal(`the name of header ${index + 1} has a character that HTTP does not allow there`);
    const text = readText(value, (given) => given);
    if (text === null) return new Refusal(`${name} has no text; one that begins with # stands in quotes`);
    const fault = text instanceof Refusal ? text.reason : findHeaderFault(text);
    if (fault !== null) return new Refusal(`${name}: ${fault}`);
    headers[name] = text as string;
  }
  return headers;
}

/** Says what keeps a text from being sent as the value of a header; null when nothing does. */
function findHeaderFault(text: string): string | null {
  if (HEADER_TEXT.test(text)) return null;
  if (/[\r\n]/.test(text)) return 'it has several lines';
  return /[^\0-\u00ff]/.test(text)
    ? 'it has a character that is not in Latin-1'
    : 'it has a control character';
}

/** What is wrong with the names of headers; null when all can be sent. */
function findUnsendable(names: readonly string[]): string | null {
  const known = new Set<string>();
  for (const name of names) {
    const lowerCase = name.toLowerCase();
    if (RESERVED_HEADERS.includes(lowerCase))
      return `${name} cannot be set, as the HTTP client needs it itself`;
    if (known.has(lowerCase))
      return `${name} is there twice; capitals make no difference in the name of a header`;
    known.add(lowerCase);
  }
  return null;
}

/** Fills in each `${NAME}`, so that a configuration file needs no secrets. */
function expandHeaders(headers: Headers, environment: Environment): Expansion<Headers> {
  const complaint = findUnsendable(Object.keys(headers));
  if (complaint !== null) return { kind: 'refused', reason: complaint };
  const expanded: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    let refusal: string | null = null;
    expanded[name] = value.replace(/\$\{(\w+)\}/g, (_, variable: string) => {
      const content = environment[variable];
      const fault = findVariableFault(content);
      if (fault !== null)
        refusal = `${name} needs the environment variable ${variable}, which must be one line of text in Latin-1: ${fault}`;
      return content ?? '';
    });
    if (refusal !== null) return { kind: 'refused', reason: refusal };
  }
  return { kind: 'expanded', value: expanded };
}

/** Says why what a variable holds cannot stand in a header. It is never taken for the name of a file. */
function findVariableFault(content: string | undefined): string | null {
  if (content === undefined) return 'it is not set';
  return content.includes('${') ? 'it has a ${' : findHeaderFault(content);
}
