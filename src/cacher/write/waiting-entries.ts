import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { NewEntry } from '../../store/store.ts';

/** How many entries are packed together: what a buffer costs by itself is then a few bytes an entry. */
const BLOCK_ENTRIES = 32;
/** Entries are packed when there are so many more than a block: packed and unpacked in turn they would cost more. */
const LOOSE_ENTRIES = 4;
/** Fast, and with a window for a block: with zlib's own each call would take 256 kB, and leave holes in the memory. */
const COMPRESSION = { level: 1, windowBits: 13, memLevel: 5 } as const;
/** Of each packed entry: the length of its JSON, then the length of its timestamp and whether it is anomalous. */
const PREFIX_BYTES = 5;

/** Entries as bytes, compressed: of 32 samples nearly all is the same text, and little more than the readings is left. */
interface Block {
  readonly packed: Buffer;
  readonly count: number;
  readonly anomalous: number;
}

/**
 * The entries of a patient that wait to be written, in order. Those of the last seconds are kept as they are; while the store
 * is away, the others are packed, and take a fraction of their bytes.
 */
export class WaitingEntries {
  /** The oldest ones. */
  #head: NewEntry[] = [];
  readonly #blocks: Block[] = [];
  /** The newest ones. */
  #tail: NewEntry[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds the newest entry. */
  push(entry: NewEntry): void {
    // An array that grows gets room for many more entries, but nearly always it has one.
    if (this.#tail.length === 0) this.#tail = [entry];
    else this.#tail.push(entry);
    this.#length++;
    if (this.#tail.length >= BLOCK_ENTRIES + LOOSE_ENTRIES)
      this.#blocks.push(pack(this.#tail.splice(0, BLOCK_ENTRIES)));
  }

  /** Removes the oldest entries, up to a number of them, and returns them. */
  takeFirst(count: number): NewEntry[] {
    if (this.#tail.length === this.#length && this.#length <= count) return this.#takeTail();
    const taken: NewEntry[] = [];
    while (taken.length < count && this.#length > 0) {
      if (this.#head.length === 0) this.#refillHead();
      const part = this.#head.splice(0, count - taken.length);
      this.#length -= part.length;
      for (const entry of part) taken.push(entry);
    }
    return taken;
  }

  /** All there is, as nearly always. */
  #takeTail(): NewEntry[] {
    const taken = this.#tail;
    this.#tail = [];
    this.#length = 0;
    return taken;
  }

  /** Puts entries back before all others. */
  putBack(entries: readonly NewEntry[]): void {
    this.#head = [...entries, ...this.#head];
    this.#length += entries.length;
    while (this.#head.length >= BLOCK_ENTRIES + LOOSE_ENTRIES)
      this.#blocks.unshift(pack(this.#head.splice(-BLOCK_ENTRIES)));
  }

  /** Drops an entry: the oldest one without an anomaly, or the oldest of all where each has one. */
  dropOne(): void {
    if (this.#length === 0) return;
    this.#length--;
    if (this.#dropOrdinary(this.#head)) return;
    const index = this.#blocks.findIndex(({ count, anomalous }) => anomalous < count);
    const block = this.#blocks[index];
    if (block !== undefined) {
      const entries = unpack(block);
      this.#dropOrdinary(entries);
      // What goes on being dropped is dropped from the oldest block: it is unpacked once only.
      if (index === 0 && this.#head.length < BLOCK_ENTRIES) {
        this.#blocks.shift();
        this.#head.push(...entries);
      } else this.#blocks.splice(index, 1, ...(entries.length > 0 ? [pack(entries)] : []));
    } else if (!this.#dropOrdinary(this.#tail)) {
      if (this.#head.length === 0) this.#refillHead();
      this.#head.shift();
    }
  }

  #dropOrdinary(entries: NewEntry[]): boolean {
    const index = entries.findIndex((entry) => !entry.anomalous);
    if (index >= 0) entries.splice(index, 1);
    return index >= 0;
  }

  #refillHead(): void {
    const block = this.#blocks.shift();
    if (block !== undefined) this.#head = unpack(block);
    else [this.#head, this.#tail] = [this.#tail, this.#head];
  }
}

function pack(entries: readonly NewEntry[]): Block {
  let size = 0;
  let anomalous = 0;
  for (const entry of entries) {
    size += PREFIX_BYTES + entry.timestamp.length + Buffer.byteLength(entry.sensorsJson);
    if (entry.anomalous) anomalous++;
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { timestamp, sensorsJson, anomalous: isAnomalous } of entries) {
    const jsonBytes = bytes.write(sensorsJson, at + PREFIX_BYTES + timestamp.length);
    bytes.writeUInt32LE(jsonBytes, at);
    bytes[at + 4] = timestamp.length * 2 + (isAnomalous ? 1 : 0);
    bytes.write(timestamp, at + PREFIX_BYTES, 'latin1');
    at += PREFIX_BYTES + timestamp.length + jsonBytes;
  }
  const compressed = deflateRawSync(bytes, COMPRESSION);
  // What zlib returns is a part of 16 kB, which it would hold.
  const packed = Buffer.allocUnsafeSlow(compressed.length);
  compressed.copy(packed);
  return { packed, count: entries.length, anomalous };
}

function unpack({ packed }: Block): NewEntry[] {
  const bytes = inflateRawSync(packed);
  const entries: NewEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const marks = bytes[at + 4] ?? 0;
    const jsonAt = at + PREFIX_BYTES + (marks >> 1);
    const end = jsonAt + bytes.readUInt32LE(at);
    entries.push({
      timestamp: bytes.toString('latin1', at + PREFIX_BYTES, jsonAt),
      sensorsJson: bytes.toString('utf8', jsonAt, end),
      anomalous: marks % 2 === 1,
    });
    at = end;
  }
  return entries;
}
