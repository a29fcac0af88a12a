import { MAX_MARKS, MAX_NOTE_LENGTH, MAX_WORD_LENGTH } from '../core/kept-walk.ts';
import { MAX_TRACED } from '../core/ward-order.ts';
import type { ServeOptions } from './serve-options.ts';

const PATIENT = { name: 'patient', in: 'path', required: true, schema: { type: 'integer', minimum: 0 } };
const WALK = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const MOMENT = {
  type: 'string',
  description: 'A duration ago such as 5m, or an ISO time with its zone.',
  examples: ['5m', '2026-11-23T20:41:07Z'],
};
const inQuery = (name: string, schema: object, description: string) => ({
  name,
  in: 'query',
  schema,
  description,
});
const FORMAT = inQuery(
  'format',
  { enum: ['ndjson', 'csv'], default: 'ndjson' },
  'As footwatch export writes it.',
);
const ERROR = {
  description: 'What is wrong, in one line.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};
const answer = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema } },
});
const rows = (description: string) => ({
  description,
  content: {
    'application/x-ndjson': { schema: { type: 'string' } },
    'text/csv': { schema: { type: 'string' } },
  },
});
const REPORT = [
  inQuery('format', { enum: ['html', 'json'], default: 'html' }, 'As footwatch report writes it.'),
  inQuery(
    'zone',
    { type: 'integer', minimum: -840, maximum: 840, default: 0 },
    'Minutes east of UTC, for times on the page.',
  ),
];
const REPORT_ANSWER = {
  description: 'The report.',
  content: {
    'text/html': { schema: { type: 'string' } },
    'application/json': { schema: { type: 'object' } },
  },
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const listOf = (name: string) => ({ type: 'array', items: ref(name) });
const number = { type: ['number', 'null'] };
const text = { type: ['string', 'null'] };

/** Describes what is served under `api/` as OpenAPI 3.1. */
export function describeApi({
  basePath,
  version,
  getTokens,
}: Pick<ServeOptions, 'basePath' | 'version' | 'getTokens'>) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'footwatch',
      version,
      description:
        'Plantar pressure of walking people. Instants are of the cacher’s clock; no figure that is not known is a number.',
    },
    servers: [{ url: `${basePath}api` }],
    ...(getTokens() !== null && { security: [{ token: [] }, { session: [] }] }),
    paths: {
      '/patients': {
        get: {
          summary: 'All patients, and how each is',
          responses: { 200: answer('A line a patient.', listOf('Patient')), 503: ERROR },
        },
      },
      '/patients/{patient}/snapshot': {
        get: {
          summary: 'One patient now: footwatch.snapshot/1, as footwatch watch --once --json prints it',
          parameters: [PATIENT],
          responses: { 200: answer('The snapshot.', ref('Snapshot')), 400: ERROR, 503: ERROR },
        },
      },
      '/patients/{patient}/samples': {
        get: {
          summary: 'Samples, oldest first, in flat memory however many there are',
          parameters: [
            PATIENT,
            inQuery('since', MOMENT, 'From when on; all that is stored without it.'),
            inQuery('until', MOMENT, 'Until when.'),
            inQuery(
              'list',
              { enum: ['samples', 'anomalies'], default: 'samples' },
              'Anomalies are kept for ever.',
            ),
            FORMAT,
          ],
          responses: { 200: rows('A row a sample.'), 400: ERROR, 503: ERROR },
        },
      },
      '/patients/{patient}/events': {
        get: {
          summary: 'Anomaly events',
          parameters: [PATIENT, inQuery('since', MOMENT, 'From when on; those of the retention without it.')],
          responses: { 200: answer('Oldest first.', listOf('Event')), 400: ERROR, 503: ERROR },
        },
      },
      '/kept': {
        get: {
          summary: 'The kept walks of all patients',
          responses: { 200: answer('Patient by patient, oldest first.', listOf('KeptWalk')), 503: ERROR },
        },
      },
      '/patients/{patient}/kept': {
        get: {
          summary: 'The walks that are kept for ever',
          parameters: [PATIENT],
          responses: { 200: answer('Oldest first.', listOf('KeptWalk')), 400: ERROR, 503: ERROR },
        },
        post: {
          summary: 'Keep a span for ever: the last two minutes where nothing else is said',
          parameters: [PATIENT],
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    since: MOMENT,
                    until: MOMENT,
                    note: { type: 'string', maxLength: MAX_NOTE_LENGTH },
                    marks: {
                      type: 'array',
                      maxItems: MAX_MARKS,
                      items: {
                        type: 'object',
                        required: ['at'],
                        properties: { at: MOMENT, word: { type: 'string', maxLength: MAX_WORD_LENGTH } },
                      },
                    },
                  },
                },
              },
            },
          },
          responses: { 201: answer('What was kept.', ref('Kept')), 400: ERROR, 409: ERROR, 503: ERROR },
        },
      },
      '/patients/{patient}/kept/{id}': {
        get: {
          summary: 'A kept walk, with the insole that its samples are of',
          parameters: [PATIENT, WALK],
          responses: { 200: answer('The walk.', ref('KeptWalk')), 400: ERROR, 404: ERROR, 503: ERROR },
        },
      },
      '/patients/{patient}/kept/{id}/samples': {
        get: {
          summary: 'The samples of a kept walk',
          parameters: [PATIENT, WALK, FORMAT],
          responses: { 200: rows('A row a sample.'), 400: ERROR, 404: ERROR, 503: ERROR },
        },
      },
      '/patients/{patient}/report': {
        get: {
          summary:
            'What a walk was like, on a page that stands by itself or as JSON: the last five minutes where nothing else is said',
          parameters: [
            PATIENT,
            inQuery('since', MOMENT, 'From when on.'),
            inQuery('until', MOMENT, 'Until when.'),
            ...REPORT,
          ],
          responses: { 200: REPORT_ANSWER, 400: ERROR, 404: ERROR, 503: ERROR },
        },
      },
      '/patients/{patient}/kept/{id}/report': {
        get: {
          summary: 'The same of a kept walk',
          parameters: [PATIENT, WALK, ...REPORT],
          responses: { 200: REPORT_ANSWER, 400: ERROR, 404: ERROR, 503: ERROR },
        },
      },
      '/stream': {
        get: {
          summary: 'What changes, as server-sent events: of one patient, or of all',
          description:
            'An event at least each second. Each is the newest state: a client that reads slowly gets fewer, and one that takes nothing for 5 s is cut off. What was sent waits in the buffers of a connection all the same; a client that says what it has read is never more than `unread` events behind.',
          parameters: [
            inQuery(
              'patient',
              { type: 'integer', minimum: 0 },
              'This patient, with every sample: events `patient`.',
            ),
            inQuery(
              'traced',
              { type: 'string' },
              `Without a patient, events \`ward\`: at most ${MAX_TRACED} numbers, separated by commas, of whom rows have a trace and figures.`,
            ),
            inQuery(
              'unread',
              { type: 'integer', minimum: 1, maximum: 64 },
              'So many events are sent at most beyond the last that the client said it has read. Without it, all are sent.',
            ),
          ],
          responses: {
            200: {
              description: 'The stream.',
              content: { 'text/event-stream': { schema: { type: 'string' } } },
            },
            400: ERROR,
            503: ERROR,
          },
        },
      },
      '/stream/{stream}': {
        post: {
          summary: 'Say which events of a stream were read, so that the next ones are sent',
          parameters: [
            {
              name: 'stream',
              in: 'path',
              required: true,
              schema: { type: 'string' },
              description: 'As its event `hello` tells.',
            },
            inQuery('read', { type: 'integer', minimum: 1 }, 'The id of the last event that was read.'),
          ],
          responses: { 204: { description: 'Taken.' }, 400: ERROR, 404: ERROR },
        },
      },
      '/time': {
        get: {
          summary: 'The store’s clock, for a client that wants to know whether the stream comes late',
          responses: {
            200: answer('Unix seconds.', { type: 'object', properties: { nowSeconds: { type: 'number' } } }),
            503: ERROR,
          },
        },
      },
      '/openapi.json': {
        get: { summary: 'This description', responses: { 200: answer('OpenAPI 3.1.', { type: 'object' }) } },
      },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'footwatch_session' },
      },
      schemas: {
        Error: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
        Patient: {
          type: 'object',
          properties: {
            patient: { type: 'integer' },
            firstname: text,
            lastname: text,
            state: { enum: ['live', 'stale', 'down', 'unknown'] },
            ageSeconds: number,
            anomaliesStored: { type: 'integer' },
          },
        },
        Snapshot: {
          type: 'object',
          properties: { schema: { const: 'footwatch.snapshot/1' }, patient: { type: 'integer' } },
        },
        Event: {
          type: 'object',
          properties: {
            patient: { type: 'integer' },
            start: { type: 'string', format: 'date-time' },
            end: { type: 'string', format: 'date-time' },
            durationSeconds: { type: 'number' },
            samples: { type: 'integer' },
            sensors: { type: 'array', items: { type: 'integer' } },
            sources: { type: 'array', items: { type: 'string' } },
            peak: { type: 'number' },
          },
        },
        KeptWalk: {
          type: 'object',
          properties: { id: { type: 'string' }, samples: { type: 'integer' }, bytes: { type: 'integer' } },
        },
        Kept: {
          type: 'object',
          properties: {
            patient: { type: 'integer' },
            id: { type: 'string' },
            samples: { type: 'integer' },
            bytes: { type: 'integer' },
          },
        },
      },
    },
  };
}
