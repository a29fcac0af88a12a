import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { serveWalk } from '../../src/cli/serve-walk.ts';
import { nameReachable } from '../../src/serve/access/reachable-names.ts';
import { parseTokenFile, type TokenList } from '../../src/serve/access/token-list.ts';
import { createApp } from '../../src/serve/app.ts';
import { NO_AUDIT_LOG } from '../../src/serve/audit-log.ts';
import { LiveHub } from '../../src/serve/live/live-hub.ts';
import { OpenStreams } from '../../src/serve/live/open-streams.ts';
import { STREAM_PATIENCE } from '../../src/serve/routes/stream-route.ts';
import type { ServeOptions } from '../../src/serve/serve-options.ts';
import { startServer } from '../../src/serve/server.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { Store } from '../../src/store/store.ts';
import { AT } from '../store/fixtures.ts';

/** A server of the page in this process, on a store in memory where no other is given. */
export interface ServedApp {
  /** Without a final slash. */
  readonly address: string;
  readonly port: number;
  readonly store: Store;
  readonly options: ServeOptions;
  readonly hub: LiveHub;
  readonly streams: OpenStreams;
  /** The connections that asked for something, in the order of their first request. */
  readonly sockets: ReadonlySet<Socket>;
}

/** What stands in for the built page. */
export const PAGE = '<!doctype html><base href="/"><title>the page</title>';
/** What stands in for its script: long enough to be worth compressing. */
export const SCRIPT = `export const words = ${JSON.stringify('a word '.repeat(1000))};\n`;

/** Starts a server, and ends it with the test, which fails where a bug was met. */
export async function serveApp(own: Partial<ServeOptions> = {}): Promise<ServedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'footwatch-serve-'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets', 'page-1a2b.js'), SCRIPT);
  const bugs: unknown[] = [];
  const store = own.store ?? new MemoryStore(() => (AT + 5) * 1000);
  const options: ServeOptions = {
    store,
    patients: null,
    isPrivate: false,
    readWalk: (request) => serveWalk(store, request, false),
    maxKeptBytes: 1e6,
    maxClients: 2,
    streamPatience: STREAM_PATIENCE,
    getTokens: () => null,
    names: nameReachable(null, '127.0.0.1'),
    basePath: '/',
    isSecure: false,
    isBehindProxy: false,
    audit: NO_AUDIT_LOG,
    pageFolder: folder,
    version: '1.2.3',
    nowMs: () => performance.now(),
    onWrongTry: () => {},
    onBug: (error) => bugs.push(error),
    ...own,
  };
  const hub = new LiveHub(options);
  const streams = new OpenStreams(options.maxClients);
  const metrics = { contentType: 'text/plain', text: async () => 'footwatch_serve_clients 0\n' };
  const { fetch: answer } = createApp(options, hub, streams, metrics);
  const sockets = new Set<Socket>();
  const started = await startServer({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    maxConnections: 200,
    fetch: (request, bindings) => {
      if ('incoming' in bindings) sockets.add(bindings.incoming.socket as Socket);
      return answer(request, bindings);
    },
  });
  if (started.kind === 'failed') throw new Error(started.reason);
  const { server } = started;
  onTestFinished(async () => {
    hub.close();
    await server.close();
    rmSync(folder, { recursive: true });
    expect(bugs).toEqual([]);
  });
  const address = `http://127.0.0.1:${server.port}`;
  return { address, port: server.port, store, options, hub, streams, sockets };
}

/** The tokens of a file with this content. */
export function readTokens(content: string): TokenList {
  const file = parseTokenFile(content);
  if (file.kind !== 'tokens') throw new Error(file.reason);
  return file.tokens;
}

/** Sends bytes over a connection of their own, and resolves with all that comes back until the server closes it. */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
