/** Where a text cannot be parsed, and why. Holds nothing of the text, which may have passwords in it. */
export interface SyntaxFault {
  /** From 1; null when the fault is in no line. */
  readonly line: number | null;
  readonly reason: string;
}

/**
 * The fault that a YAML parser found.
 *
 * @param reason what the parser calls it, without the excerpt of the text that it shows beside it
 * @param line from 0
 */
export function yamlFault(reason: string, line: number | undefined): SyntaxFault {
  // Names of aliases, tags and handles are content: a password that begins with * or ! is taken for one.
  const withoutContent = reason.replace(/!<.*>|".*"/gs, '…').replace(/: .*/s, '');
  return { line: line === undefined ? null : line + 1, reason: withoutContent };
}

/** The first fault of a JSON text, null when there is none. */
export function jsonFault(text: string): SyntaxFault | null {
  const message = complaintOf(text);
  if (message === null) return null;
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  return {
    line: position === undefined ? lineOfToken(text) : text.slice(0, Number(position)).split('\n').length,
    // After the reason comes where, or an excerpt; a control character would do things to a terminal.
    reason: message.replace(/ in JSON at .*| at position .*|, ("|\.\.\.).*/s, '').replace(/ '\p{Cc}'/u, ''),
  };
}

/** Of a token that does not belong there JSON.parse does not tell the place: it is in the first line that brings it up. */
function lineOfToken(text: string): number {
  const lines = text.split('\n');
  const index = lines.findIndex((_, last) =>
    complaintOf(`${lines.slice(0, last + 1).join('\n')}\n`)?.startsWith('Unexpected token'),
  );
  return index === -1 ? lines.length : index + 1;
}

function complaintOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}
