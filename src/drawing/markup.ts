/** Text that is already HTML or SVG, and is not escaped again. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text and numbers are escaped, markup and lists of it are not, nothing is left out. */
export type MarkupPart = Markup | string | number | null | readonly MarkupPart[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Also what neither HTML nor XML may hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;

/**
 * Writes markup: everything that is put into the template is escaped here, and nowhere else, so that no name or note can become markup.
 * Values of attributes have to stand in double quotes.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly MarkupPart[]): Markup {
  return new Markup(
    parts.map((part, index) => part + (index < values.length ? write(values[index]) : '')).join(''),
  );
}

function write(part: MarkupPart | undefined): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(write).join('');
  return String(part)
    .replace(FORBIDDEN, '')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
