import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endWithBench } from './end-with-bench.ts';

/** Starts the API of bench/lean-api.ts in a process of its own, which ends with the bench, and gives its address. */
export async function startLeanApi(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = endWithBench(
    spawn(process.execPath, [fileURLToPath(new URL('lean-api.js', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: `http://127.0.0.1:${port.toString().trim()}/` };
}
