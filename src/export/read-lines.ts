/** Thrown for a line that is not UTF-8 or is too long; the message says which. */
export class UnreadableLine extends Error {
  override readonly name = 'UnreadableLine';
  /** Number of the line, from 1. */
  readonly lineNumber: number;

  constructor(lineNumber: number, reason: string) {
    super(reason);
    this.lineNumber = lineNumber;
  }
}

/** Longest line, in UTF-16 units: a sample has about 300, one with many extra fields a few thousand. */
export const MAX_LINE_LENGTH = 1 << 20;

/**
 * Reads the lines of a UTF-8 file, without line ends and byte order mark. Only a chunk and a line are in memory at a time.
 *
 * @throws UnreadableLine
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lineNumber = 1;
  let rest = '';
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new UnreadableLine(lineNumber, 'is not UTF-8');
    }
  };
  for await (const chunk of chunks) {
    const text = rest + decode(chunk);
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      yield text.slice(from, text[end - 1] === '\r' ? end - 1 : end);
      lineNumber++;
      from = end + 1;
    }
    rest = text.slice(from);
    if (rest.length > MAX_LINE_LENGTH) throw new UnreadableLine(lineNumber, 'is too long for a sample');
  }
  rest += decode();
  if (rest !== '') yield rest;
}
