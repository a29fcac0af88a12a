import type { Decoded, ReadingLimits, ReceivedSensor } from './decode.ts';
import type { Profile } from './patient.ts';

type Observed = Extract<Decoded, { kind: 'observed' }>;

const [ZERO, NINE] = [...Buffer.from('09')] as [number, number];
/** Whole numbers of so many digits are the same as text, as a number, and as text again. */
const MAX_CLOCK_DIGITS = 15;

/** A number in a body, whose digits may change from one body to the next. Positions are in bytes. */
interface Hole {
  readonly start: number;
  readonly end: number;
  readonly maxDigits: number;
}

/**
 * A body in which only digits change: those of the readings, and those of the recording's clock. A body that is equal in all other
 * bytes says the same but for these numbers, so it need not be decoded again.
 */
export class BodyPattern {
  readonly #bytes: Uint8Array;
  readonly #observed: Observed;
  /** In the order of their places: the clock's, if it is told, before or after those of the sensors, which are in their order. */
  readonly #holes: readonly Hole[];
  /** Which of the holes is the clock's; -1 for none. */
  readonly #clockHole: number;
  readonly #sensorsStart: number;
  readonly #sensorsEnd: number;
  readonly #limits: ReadingLimits;
  readonly #numbers: Float64Array;
  /** What is returned, with the readings of the newest body: a copy for each would be most of the cost. */
  readonly #sensors: readonly { value: number; readonly id: number; readonly anomaly: boolean }[];
  /** The profile of the newest body, and its clock. */
  #profile: Profile;
  #clock = Number.NaN;

  private constructor(
    bytes: Uint8Array,
    observed: Observed,
    places: { readonly clock: Hole | null; readonly readings: readonly Hole[]; start: number; end: number },
    limits: ReadingLimits,
  ) {
    const { clock, readings, start, end } = places;
    // The body that was received is a part of a larger buffer.
    this.#bytes = new Uint8Array(bytes);
    this.#observed = observed;
    this.#limits = limits;
    this.#holes = [...(clock ? [clock] : []), ...readings].sort((a, b) => a.start - b.start);
    this.#clockHole = clock ? this.#holes.indexOf(clock) : -1;
    this.#sensorsStart = start;
    this.#sensorsEnd = end;
    this.#numbers = new Float64Array(this.#holes.length);
    this.#sensors = observed.sensors.map((sensor) => ({ ...sensor }));
    this.#profile = observed.profile;
  }

  /**
   * Makes a pattern of a body; null where its sensors are not compact JSON, or where its numbers are not found.
   *
   * @param decode decodes any body: that the numbers were found is tried on a body with others in their places
   */
  static create(
    body: Uint8Array,
    observed: Observed,
    decode: (body: Uint8Array) => Decoded,
    limits: ReadingLimits,
  ): BodyPattern | null {
    const text = Buffer.from(body);
    const json = JSON.stringify(observed.sensors);
    const start = text.indexOf(json);
    if (start < 0) return null;
    const readings = findReadings(observed.sensors, start, String(Math.trunc(limits.highest)).length);
    const clock = findClock(text, observed.profile.traceId);
    if (readings === null) return null;
    const end = start + Buffer.byteLength(json);
    const pattern = new BodyPattern(body, observed, { clock, readings, start, end }, limits);
    return pattern.#holdsFor(decode) ? pattern : null;
  }

  /**
   * Reads a body, with the sensors' JSON as it came.
   *
   * @returns null for a body that differs in anything else: it has to be decoded. The sensors hold until the next body is read
   */
  read(body: Uint8Array): Observed | null {
    const known = this.#bytes;
    const holes = this.#holes;
    const numbers = this.#numbers;
    const { lowest, highest } = this.#limits;
    let at = 0;
    let knownAt = 0;
    let jsonStart = 0;
    let jsonEnd = 0;
    for (let index = 0; index <= holes.length; index++) {
      const hole = holes[index];
      const until = hole === undefined ? known.length : hole.start;
      const shift = at - knownAt;
      if (this.#sensorsStart >= knownAt) jsonStart = this.#sensorsStart + shift;
      if (this.#sensorsEnd >= knownAt) jsonEnd = this.#sensorsEnd + shift;
      while (knownAt < until) if (body[at++] !== known[knownAt++]) return null;
      if (hole === undefined) break;
      const from = at;
      let number = 0;
      for (let byte = body[at] ?? 0; byte >= ZERO && byte <= NINE; byte = body[++at] ?? 0)
        number = number * 10 + (byte - ZERO);
      const digits = at - from;
      // No JSON number begins with a zero, but 0 itself.
      if (digits === 0 || digits > hole.maxDigits || (digits > 1 && body[from] === ZERO)) return null;
      if (index !== this.#clockHole && !(number >= lowest && number <= highest)) return null;
      numbers[index] = number;
      knownAt = hole.end;
    }
    return at === body.length ? this.#observe(body, jsonStart, jsonEnd) : null;
  }

  #observe(body: Uint8Array, jsonStart: number, jsonEnd: number): Observed {
    const clockHole = this.#clockHole;
    const numbers = this.#numbers;
    const sensors = this.#sensors;
    for (let index = 0; index < sensors.length; index++) {
      const sensor = sensors[index];
      const hole = clockHole >= 0 && index >= clockHole ? index + 1 : index;
      if (sensor !== undefined) sensor.value = numbers[hole] ?? 0;
    }
    const clock = numbers[clockHole];
    if (clock !== undefined && clock !== this.#clock) {
      this.#clock = clock;
      this.#profile = { ...this.#observed.profile, traceId: String(clock) };
    }
    const sensorsJson = Buffer.isBuffer(body)
      ? body.toString('utf8', jsonStart, jsonEnd)
      : Buffer.from(body.buffer, body.byteOffset + jsonStart, jsonEnd - jsonStart).toString('utf8');
    return { kind: 'observed', profile: this.#profile, sensors, sensorsJson };
  }

  /** A reading other than this one, and nearly always another one at each index. */
  #chooseOther(index: number, digits: string): string {
    const lowest = Math.max(0, Math.ceil(this.#limits.lowest));
    const count = Math.max(1, Math.floor(this.#limits.highest) - lowest);
    const other = `${lowest + (index % count)}`;
    return digits === other ? `${lowest + ((index + 1) % (count + 1))}` : other;
  }

  /** Whether a body with other numbers, a different one in each place, is read as it is decoded. */
  #holdsFor(decode: (body: Uint8Array) => Decoded): boolean {
    const parts: Uint8Array[] = [];
    let from = 0;
    for (const [index, { start, end }] of this.#holes.entries()) {
      const digits = Buffer.from(this.#bytes.subarray(start, end)).toString();
      const other = index === this.#clockHole ? changeDigits(digits) : this.#chooseOther(index, digits);
      parts.push(this.#bytes.subarray(from, start), Buffer.from(other));
      from = end;
    }
    const probe = Buffer.concat([...parts, this.#bytes.subarray(from)]);
    const { sensorsJson, ...read } = this.read(probe) ?? {};
    const decoded = decode(probe);
    return (
      decoded.kind === 'observed' &&
      JSON.stringify(read) === JSON.stringify(decoded) &&
      sensorsJson === JSON.stringify(decoded.sensors)
    );
  }
}

const READING = '"value":';

/** Finds the readings in the sensors' JSON, which begins at `start`; null where one is not written as its digits. */
function findReadings(
  sensors: readonly ReceivedSensor[],
  start: number,
  maxDigits: number,
): readonly Hole[] | null {
  const holes: Hole[] = [];
  let sensorStart = start + 1;
  for (const sensor of sensors) {
    const json = Buffer.from(JSON.stringify(sensor));
    const key = json.indexOf(READING);
    if (key < 0) return null;
    const valueStart = sensorStart + key + READING.length;
    const valueEnd = valueStart + String(sensor.value).length;
    holes.push({ start: valueStart, end: valueEnd, maxDigits });
    sensorStart += json.length + 1;
  }
  return holes;
}

/** Finds digits that may be those of the recording's clock; null for a clock of anything else. */
function findClock(text: Buffer, traceId: string | null): Hole | null {
  if (traceId === null || traceId.length > MAX_CLOCK_DIGITS || !/^[1-9]\d+$/.test(traceId)) return null;
  const start = text.indexOf(traceId);
  return start < 0 ? null : { start, end: start + traceId.length, maxDigits: MAX_CLOCK_DIGITS };
}

/** Other digits in each place. */
function changeDigits(digits: string): string {
  return digits.replace(/\d/g, (digit) => (digit === '9' ? '1' : String(Number(digit) + 1)));
}
