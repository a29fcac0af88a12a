/** Where to listen. */
export interface Listening {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Reads `127.0.0.1:9464`, `[::1]:9464` or `localhost:9464`; null when it is none. The host has to be said: never all by accident. */
export function parseListening(text: string): Listening | null {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host === undefined || port > 65_535 ? null : { host, port };
}
