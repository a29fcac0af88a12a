import { describeKind } from '../describe-kind.ts';
import { Refusal } from '../refusal.ts';

/** A step of a pattern: the name of a member or the number of an element, or each sensor, or each frame. */
type Step = string | typeof EACH_SENSOR | typeof EACH_FRAME;

const EACH_SENSOR = Symbol('each sensor');
const EACH_FRAME = Symbol('each frame');

/**
 * Where something stands in a JSON value: a JSON pointer (RFC 6901) in which `*` stands for every sensor, and `#` for every frame.
 * A member that is called `*` or `#` itself is written `~2` or `~3`.
 */
export interface PointerPattern {
  /** As it was written. */
  readonly text: string;
  readonly steps: readonly Step[];
  readonly hasSensors: boolean;
  readonly hasFrames: boolean;
}

/** Something that a pattern led to. */
export interface Found {
  /** What stands there; undefined where nothing does. */
  readonly value: unknown;
  /** The name of the member that `*` stood for; null in an array, and without a `*`. */
  readonly name: string | null;
}

/** What a pattern led to, or what was in its way. */
export type Lookup = readonly Found[] | Refusal;

/** How many elements `*` or `#` may stand for: more are no sensors of a pair of feet, and no frames of one answer. */
const MAX_SENSORS = 1000;
const MAX_FRAMES = 20_000;

const ESCAPES: Readonly<Record<string, string>> = { '~0': '~', '~1': '/', '~2': '*', '~3': '#' };

/** Parses a pattern; a refusal says what is wrong with it. */
export function parsePattern(text: string): PointerPattern | Refusal {
  if (text !== '' && !text.startsWith('/')) return new Refusal('a pointer begins with /');
  const tokens = text.split('/').slice(1);
  const steps: Step[] = [];
  for (const token of tokens) {
    if (/~(?![0-3])/.test(token)) return new Refusal('a ~ stands for itself as ~0');
    if (token === '*') steps.push(EACH_SENSOR);
    else if (token === '#') steps.push(EACH_FRAME);
    else steps.push(token.replace(/~[0-3]/g, (escaped) => ESCAPES[escaped] ?? escaped));
  }
  for (const [step, sign] of [
    [EACH_SENSOR, '*'],
    [EACH_FRAME, '#'],
  ] as const) {
    if (steps.filter((each) => each === step).length > 1) return new Refusal(`${sign} is there twice`);
  }
  return {
    text,
    steps,
    hasSensors: steps.includes(EACH_SENSOR),
    hasFrames: steps.includes(EACH_FRAME),
  };
}

/** A name as a step of a pointer. */
export function escapeStep(name: string): string {
  const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1');
  if (escaped === '*') return '~2';
  return escaped === '#' ? '~3' : escaped;
}

/** How many frames a pattern with `#` finds; a refusal says what stands in place of the array of frames. */
export function countFrames(root: unknown, { steps }: PointerPattern): number | Refusal {
  let node = root;
  const walked: string[] = [];
  for (const step of steps) {
    if (step === EACH_FRAME) break;
    // Of sensors that have a list of frames each, the first one tells how many there are.
    node = step === EACH_SENSOR ? listChildren(node)[0]?.[1] : getMember(node, step);
    walked.push(step === EACH_SENSOR ? '*' : escapeStep(step));
  }
  if (!Array.isArray(node)) return refusePlace(`/${walked.join('/')}`, node, 'an array of frames');
  if (node.length > MAX_FRAMES) return new Refusal(`/${walked.join('/')} has over ${MAX_FRAMES} frames`);
  return node.length;
}

/**
 * Looks a pattern up in one frame. Hot path: every sensor of every frame comes here.
 *
 * @param frame the number of the frame, from 0; does not matter without a `#`
 * @returns one thing found, or one for each sensor where the pattern has a `*`
 */
export function lookUp(root: unknown, pattern: PointerPattern, frame: number): Lookup {
  const { steps } = pattern;
  let node: unknown = root;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index];
    if (step === EACH_SENSOR) return lookUpSensors(node, pattern, index + 1, frame);
    node = getMember(node, step === EACH_FRAME ? frame : (step as string));
  }
  return [{ value: node, name: null }];
}

function lookUpSensors(node: unknown, { steps, text }: PointerPattern, from: number, frame: number): Lookup {
  if (typeof node !== 'object' || node === null)
    return new Refusal(`at ${text} is ${describeKind(node)}, must be an array or an object of sensors`);
  const found: Found[] = [];
  for (const [name, child] of listChildren(node)) {
    let value = child;
    for (let next = from; next < steps.length; next++) {
      const step = steps[next];
      value = getMember(value, step === EACH_FRAME ? frame : (step as string));
    }
    if (found.push({ value, name }) > MAX_SENSORS)
      return new Refusal(`${text} has over ${MAX_SENSORS} sensors`);
  }
  return found;
}

/**
 * Where something that was found stands, for messages: it holds no name that the JSON chose.
 *
 * @param sensor its number among those found
 */
export function describePlace(
  { steps }: PointerPattern,
  frame: number,
  { name }: Found,
  sensor: number,
): string {
  const texts = steps.map((step) => {
    if (step === EACH_FRAME) return frame;
    if (step === EACH_SENSOR) return name === null ? sensor : '*';
    return escapeStep(step);
  });
  return texts.length === 0 ? 'the answer' : `/${texts.join('/')}`;
}

/** The elements of an array, or the members of an object with their names. */
function listChildren(node: unknown): readonly (readonly [string | null, unknown])[] {
  if (Array.isArray(node)) return node.map((child: unknown) => [null, child]);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node);
}

/** A member of an object or an element of an array; undefined where there is none, also for what all objects inherit. */
function getMember(node: unknown, key: string | number): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  if (Array.isArray(node)) {
    if (typeof key === 'number') return node[key];
    return /^(?:0|[1-9]\d{0,8})$/.test(key) ? node[Number(key)] : undefined;
  }
  return Object.hasOwn(node, key) ? (node as Record<string, unknown>)[key] : undefined;
}

function refusePlace(place: string, value: unknown, allowed: string): Refusal {
  return new Refusal(
    `${place === '' || place === '/' ? 'the answer' : place} is ${describeKind(value)}, must be ${allowed}`,
  );
}
