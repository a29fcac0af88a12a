/** Where and why a text cannot be parsed. It contains nothing of the text, which may hold passwords. */
export interface SyntaxFault {
  /** Counted from 1; null when the fault is in no line. */
  readonly line: number | null;
  readonly reason: string;
}

/**
 * Makes a fault from what a YAML parser reports.
 *
 * @param reason the parser's reason, without the excerpt of the text that it shows beside it
 * @param line counted from 0
 */
export function makeYamlFault(reason: string, line: number | undefined): SyntaxFault {
  // Names of aliases, tags and handles are content: a password that begins with * or ! is taken for one.
  const withoutContent = reason.replace(/!<.*>|".*"/gs, '…').replace(/: .*/s, '');
  return { line: line === undefined ? null : line + 1, reason: withoutContent };
}

/** Finds the first fault of a JSON text; null when there is none. */
export function findJsonFault(text: string): SyntaxFault | null {
  const message = getParserMessage(text);
  if (message === null) return null;
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  return {
    line: position === undefined ? findTokenLine(text) : text.slice(0, Number(position)).split('\n').length,
    // An excerpt may follow the reason. A control character would act on a terminal.
    reason: message.replace(/ in JSON at .*| at position .*|, ("|\.\.\.).*/s, '').replace(/ '\p{Cc}'/u, ''),
  };
}

/** Finds the line of an unexpected token, whose place JSON.parse does not tell: the first that makes it complain. */
function findTokenLine(text: string): number {
  const lines = text.split('\n');
  const index = lines.findIndex((_, last) =>
    getParserMessage(`${lines.slice(0, last + 1).join('\n')}\n`)?.startsWith('Unexpected token'),
  );
  return index === -1 ? lines.length : index + 1;
}

function getParserMessage(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}
