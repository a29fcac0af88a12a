/** A line of a file that is no text, or too long to be one of ours. */
export class UnreadableLine extends Error {
  override readonly name = 'UnreadableLine';
  readonly lineNumber: number;

  constructor(lineNumber: number, reason: string) {
    super(reason);
    this.lineNumber = lineNumber;
  }
}

/** Longest line, in UTF-16 code units: a sample has some 300, one with many foreign fields a few thousand. */
export const MAX_LINE_LENGTH = 1 << 20;

/**
 * The lines of a file of UTF-8, without their ends and without a byte order mark, one at a time: never more than a
 * chunk and a line are held. Throws UnreadableLine.
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
