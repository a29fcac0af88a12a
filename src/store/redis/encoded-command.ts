import { Command } from 'ioredis';

/** Shorter texts are looked at here: a call of Buffer.byteLength costs more. */
const SHORT_LENGTH = 32;
const MAX_ASCII = 0x7f;

/** What stands before an argument of so many bytes, with the end of what precedes it. */
const HEADERS = Array.from({ length: 1024 }, (_, bytes) => makeHeader(bytes));

/**
 * A command of hundreds of arguments, encoded in one piece. ioredis would put it together argument by argument, with four strings
 * for each, which cost more than the rest of a write; and its errors would carry the arguments.
 */
export class EncodedCommand extends Command {
  readonly #encoded: string;

  /** @param parts the arguments after the name, as lists that follow one another */
  constructor(name: string, ...parts: readonly (readonly string[])[]) {
    super(name, [], { replyEncoding: 'utf8' });
    this.#encoded = encodeCommand(name, parts);
  }

  override toWritable(): string {
    return this.#encoded;
  }
}

/** Encodes a command as Redis takes it (RESP): `*`, how many texts, and each text after its length in bytes. */
function encodeCommand(name: string, parts: readonly (readonly string[])[]): string {
  const pieces: string[] = ['', getHeader(name), name];
  for (const part of parts) {
    for (const argument of part) pieces.push(getHeader(argument), argument);
  }
  pieces[0] = `*${(pieces.length - 1) / 2}`;
  pieces.push('\r\n');
  return pieces.join('');
}

function getHeader(argument: string): string {
  const bytes = isShortAscii(argument) ? argument.length : Buffer.byteLength(argument);
  return HEADERS[bytes] ?? makeHeader(bytes);
}

function makeHeader(bytes: number): string {
  return `\r\n$${bytes}\r\n`;
}

function isShortAscii(text: string): boolean {
  if (text.length >= SHORT_LENGTH) return false;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > MAX_ASCII) return false;
  return true;
}
