import { Command } from 'ioredis';

/** Shorter texts are written here: a call of Buffer.write costs more. */
const SHORT_LENGTH = 48;
const MAX_ASCII = 0x7f;
/** UTF-8 takes at most three bytes for a unit of JavaScript's text. */
const MAX_BYTES_A_UNIT = 3;
/** What stands around a text: `$`, its length in bytes, and two line ends. */
const MAX_FRAME_BYTES = 24;
const [STAR, DOLLAR, ZERO, CARRIAGE_RETURN, LINE_FEED] = [...Buffer.from('*$0\r\n')] as [
  number,
  number,
  number,
  number,
  number,
];

/** Takes the texts of a command, one after another; an array is one. */
export interface TextSink {
  push(text: string): unknown;
}

/**
 * A command of hundreds of arguments, encoded in one piece. ioredis would put it together argument by argument, with four strings
 * for each, which cost more than the rest of a write; and its errors would carry the arguments.
 */
export class EncodedCommand extends Command {
  readonly #encoded: Buffer;

  /** @param pushArguments gives the arguments after the name */
  constructor(name: string, pushArguments: (sink: TextSink) => void) {
    super(name, [], { replyEncoding: 'utf8' });
    this.#encoded = encodeCommand(name, pushArguments);
  }

  override toWritable(): Buffer {
    return this.#encoded;
  }
}

/**
 * Where every command is put together, before it is copied out: memory that is new for each costs more than all that is written
 * there. A text would cost more still, as Node takes three times its length of new memory to send it.
 */
let workspace = Buffer.allocUnsafeSlow(1 << 16);

/** Encodes a command as Redis takes it (RESP): `*`, how many texts, and each text after its length in bytes. */
function encodeCommand(name: string, pushArguments: (sink: TextSink) => void): Buffer {
  let count = 1;
  let end = writeText(name, MAX_FRAME_BYTES);
  pushArguments({
    push(text) {
      count++;
      end = writeText(text, end);
    },
  });
  // What comes first is known last: it is written where it ends before the name.
  const headBytes = writeNumber(STAR, count, 0);
  const start = MAX_FRAME_BYTES - headBytes;
  workspace.copyWithin(start, 0, headBytes);
  return Buffer.from(workspace.subarray(start, end));
}

/** Writes a text after its length. Returns where the next one begins. */
function writeText(text: string, at: number): number {
  const { length } = text;
  makeRoom(at + MAX_FRAME_BYTES + length * MAX_BYTES_A_UNIT);
  const start = writeNumber(DOLLAR, length, at);
  const bytes = (length < SHORT_LENGTH ? writeAscii(text, start) : null) ?? workspace.write(text, start);
  if (bytes === length) return endLine(start + bytes);
  // The length above is wrong, and the right one may have more digits.
  const encoded = Buffer.from(text);
  const rightStart = writeNumber(DOLLAR, encoded.length, at);
  encoded.copy(workspace, rightStart);
  return endLine(rightStart + encoded.length);
}

/** Writes a text of ASCII, and returns how many bytes it took; null for any other text. */
function writeAscii(text: string, start: number): number | null {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > MAX_ASCII) return null;
    workspace[start + index] = unit;
  }
  return text.length;
}

function writeNumber(mark: number, number: number, at: number): number {
  workspace[at] = mark;
  let digits = 1;
  for (let rest = number; rest >= 10; rest = Math.trunc(rest / 10)) digits++;
  const end = at + 1 + digits;
  for (let place = end - 1, rest = number; place > at; place--, rest = Math.trunc(rest / 10))
    workspace[place] = ZERO + (rest % 10);
  return endLine(end);
}

function endLine(at: number): number {
  workspace[at] = CARRIAGE_RETURN;
  workspace[at + 1] = LINE_FEED;
  return at + 2;
}

function makeRoom(bytes: number): void {
  if (bytes <= workspace.length) return;
  const larger = Buffer.allocUnsafeSlow(bytes * 2);
  workspace.copy(larger);
  workspace = larger;
}
