import { spawn } from 'node:child_process';

/** Node has no datagram sockets of Unix, so systemd is told through its own program. */
const PROGRAM = 'systemd-notify';

/** What systemd puts into the environment of a service that is to report (sd_notify(3), sd_watchdog_enabled(3)). */
export interface ServiceEnvironment {
  readonly NOTIFY_SOCKET?: string | undefined;
  /** The time in µs after which a silent service is killed. */
  readonly WATCHDOG_USEC?: string | undefined;
  /** The process that is watched; without it, this one. */
  readonly WATCHDOG_PID?: string | undefined;
}

/** Tells the service manager how this process is; does nothing where there is none. */
export interface ServiceManager {
  /** Tells that the service works, and from then on, from the event loop, that it still runs. */
  ready(): void;
  /** Tells that the service is ending. */
  stopping(): void;
}

/**
 * Reports to systemd, where it started this process. The watchdog is answered twice within its time, from a timer: a loop that
 * hangs answers no more, and the service is started again.
 *
 * @param environment variables of this process
 * @param onFailure called once with the reason when systemd cannot be told
 */
export function reportToServiceManager(
  environment: ServiceEnvironment,
  onFailure: (reason: string) => void,
): ServiceManager {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: limit, WATCHDOG_PID: watched } = environment;
  if (!socket) return { ready() {}, stopping() {} };
  let hasFailed = false;
  const tell = (...words: readonly string[]) => {
    const fail = (reason: string) => {
      if (!hasFailed) onFailure(reason);
      hasFailed = true;
    };
    const child = spawn(PROGRAM, words, { stdio: 'ignore' });
    child.on('error', ({ message }) => fail(message));
    child.on('exit', (code) => {
      if (code !== 0 && code !== null) fail(`${PROGRAM} ended with ${code}`);
    });
  };
  const limitMs =
    watched === undefined || Number(watched) === process.pid ? Number(limit) / 1000 : Number.NaN;
  let timer: NodeJS.Timeout | undefined;
  return {
    ready() {
      tell('--ready');
      if (limitMs > 0) timer = setInterval(() => tell('WATCHDOG=1'), limitMs / 2).unref();
    },
    stopping() {
      clearInterval(timer);
      tell('STOPPING=1');
    },
  };
}
