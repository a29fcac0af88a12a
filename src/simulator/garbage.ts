/** An answer with status 200 that is not a valid body. */
export interface Garbage {
  readonly contentType: string;
  readonly body: Buffer;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Makes garbage from a healthy body. */
type Spoil = (answer: string) => Garbage;

const SPOILS: readonly Spoil[] = [
  (answer) => json(answer.slice(0, answer.length / 2)),
  () => ({
    contentType: 'text/html; charset=utf-8',
    body: Buffer.from('<!doctype html><title>Maintenance</title><h1>Back soon</h1>'),
  }),
  (answer) => ({ contentType: JSON_TYPE, body: breakUtf8(answer) }),
  () => json(''),
  () => json('null'),
  (answer) => json(`[${answer}]`),
  () => json('{"error":"no trace"}'),
  (answer) => json(answer.replace('"sensors":[', '"sensors":{"0":[').replace(']', ']}')),
  (answer) => json(answer.replace(/"value":\d+/, '"value":1024')),
  (answer) => json(answer.replace(/"value":\d+/, '"value":-1')),
  (answer) => json(answer.replace(/"value":\d+/, '"value":511.5')),
  (answer) => json(answer.replace(/"value":(\d+)/, '"value":"$1"')),
  (answer) => json(answer.replace(/"value":\d+/, '"value":null')),
  (answer) =>
    json(answer.replaceAll('"anomaly":false', '"anomaly":"no"').replaceAll('"anomaly":true', '"anomaly":1')),
  (answer) => json(answer.replace(/\{"anomaly"[^}]*\},/, '')),
  (answer) => json(answer.replace(/(\{"anomaly"[^}]*\}),/, '$1,$1,')),
  (answer) => json(answer.replace('}]', '},{"anomaly":false,"id":6,"value":0}]')),
  () => json('{"trace":{"id":0,"name":"","sensors":[]}}'),
];

/** How many kinds of garbage there are. */
export const GARBAGE_COUNT = SPOILS.length;

/**
 * Makes the garbage of a turn, in rotation: cut JSON, HTML, invalid UTF-8, wrong shapes, values and sets of sensors.
 *
 * @param answer a healthy body
 * @param turn 0, 1, 2 and so on
 */
export function makeGarbage(answer: string, turn: number): Garbage {
  const spoil = SPOILS[turn % SPOILS.length];
  if (spoil === undefined) throw new RangeError(`no such turn: ${turn}`);
  return spoil(answer);
}

function json(text: string): Garbage {
  return { contentType: JSON_TYPE, body: Buffer.from(text) };
}

/** Puts a lead byte without its continuation into a name, so that only the encoding is wrong. */
function breakUtf8(answer: string): Buffer {
  const inName = answer.indexOf('"firstname":"') + '"firstname":"'.length;
  return Buffer.concat([
    Buffer.from(answer.slice(0, inName)),
    Buffer.from([0xc5, 0x28, 0xff]),
    Buffer.from(answer.slice(inName)),
  ]);
}
