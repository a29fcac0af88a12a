import { Refusal } from '../core/refusal.ts';

/** A TCP address to listen on. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
}

const MAX_PORT = 65_535;

/** Reads `127.0.0.1:9464`, `[::1]:9464` or `localhost:9464`. The host is required, so that nothing listens on all interfaces by accident. */
export function parseListenAddress(text: string): ListenAddress | Refusal {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d+)$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) return new Refusal(explainAddress(text));
  const port = Number(digits);
  return port > MAX_PORT ? new Refusal(`the port is over ${MAX_PORT}`) : { host, port };
}

function explainAddress(text: string): string {
  if (/^:?\d+$/.test(text)) return 'the address is missing';
  if (/^[\w.-]+:?$/.test(text)) return 'the port is missing';
  if (/^[0-9a-f:.]+$/i.test(text)) return 'an IPv6 address stands in brackets';
  return 'it is not an address and a port alone';
}

/** The text that `parseListenAddress` reads back as the same address. */
export function formatListenAddress({ host, port }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
