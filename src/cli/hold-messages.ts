import { Console } from 'node:console';

/** What is held is at most so long, in UTF-16 units; what comes later is counted. */
const MAX_LENGTH = 1 << 16;

/**
 * Keeps warnings of Node, and whatever libraries write on stderr or the console, off a screen that is being drawn. The returned
 * function, which the end of the process calls too, lets them out. Where stderr is no terminal it gets them at once.
 */
export function holdMessages(): () => void {
  if (!process.stderr.isTTY) return () => {};
  const held = new HeldMessages();
  const { write } = process.stderr;
  const globalConsole = globalThis.console;
  // Node's own listener writes past process.stderr.
  const listeners = process.rawListeners('warning') as ((warning: Error) => void)[];
  const holdWarning = ({ name, message }: Error) => held.addOnce(`footwatch: ${name}: ${message}\n`);
  const letOut = () => {
    process.off('exit', letOut);
    process.stderr.write = write;
    globalThis.console = globalConsole;
    process.off('warning', holdWarning);
    for (const listener of listeners) process.on('warning', listener);
    const text = held.take();
    if (text !== '') process.stderr.write(text);
  };
  process.removeAllListeners('warning').on('warning', holdWarning);
  process.stderr.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    held.add(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
  globalThis.console = new Console(process.stderr);
  process.on('exit', letOut);
  return letOut;
}

class HeldMessages {
  #text = '';
  #dropped = 0;
  readonly #known = new Set<string>();

  add(text: string): void {
    if (this.#text.length + text.length <= MAX_LENGTH) this.#text += text;
    else this.#dropped++;
  }

  /** Some warnings come again and again. */
  addOnce(text: string): void {
    if (this.#known.has(text)) return;
    if (this.#known.size < MAX_LENGTH / text.length) this.#known.add(text);
    this.add(text);
  }

  take(): string {
    const { length } = this.#text;
    const end = length === 0 || this.#text.endsWith('\n') ? '' : '\n';
    const text = this.#text + end;
    this.#text = '';
    return this.#dropped === 0 ? text : `${text}footwatch: ${this.#dropped} more messages were dropped\n`;
  }
}
