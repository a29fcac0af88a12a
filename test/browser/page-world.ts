import type { Browser } from 'playwright-core';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import { RunningFootwatch } from '../cli/run-footwatch.ts';
import { HEALTHY, makeEntries } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { startBrowser } from './browser.ts';

/** The name of patient 9, who was seen last year. */
export const HOSTILE = '<img src=x onerror="document.title=1">';

/** Redis, a simulator, a cacher, the page's server and a browser, as somebody has them who tries footwatch. */
export class PageWorld {
  readonly browser: Browser;
  /** The page's address, with a final slash. */
  url = '';
  readonly #redis: RedisServer;
  readonly #running: RunningFootwatch[] = [];

  private constructor(redis: RedisServer, browser: Browser) {
    this.#redis = redis;
    this.browser = browser;
  }

  static async start(): Promise<PageWorld> {
    const [redis, browser] = await Promise.all([RedisServer.start(), startBrowser()]);
    const world = new PageWorld(redis, browser);
    const api = (await world.run(['simulate', '--port', '0', '--patients', '1-3'])).address;
    await world.run(['cacher', '--base-url', api, '--patients', '1-3', '--simulate-anomalies', '0.1'], false);
    const store = new RedisStore({ target: redis.target() });
    const profile = {
      firstname: HOSTILE,
      lastname: 'x',
      birthdate: null,
      disabled: false,
      traceName: null,
      traceId: null,
    };
    await store.write([{ patient: 9, entries: makeEntries(3), profile, health: HEALTHY }]);
    await store.close();
    world.url = (await world.run(['serve', '--port', '0'])).address;
    await world.waitForSamples();
    return world;
  }

  /** Starts a command; resolves once it has said where it listens, if it says so. */
  async run(args: readonly string[], listens = true) {
    const program = new RunningFootwatch([...args, '--log-level', 'error'], {
      env: { FOOTWATCH_REDIS: this.#redis.url },
    });
    this.#running.push(program);
    if (listens) await program.until(({ lines }) => lines.length > 0);
    return { program, address: program.lines[0]?.replace('listening on ', '') ?? '' };
  }

  /** Some seconds of samples, in which there are anomalies to open and instants to go to. */
  async waitForSamples(): Promise<void> {
    const count = async () => {
      const rows = await fetch(`${this.url}api/patients/3/samples`);
      return (await rows.text()).split('\n').length;
    };
    while ((await count()) < 24) await new Promise((resolve) => setTimeout(resolve, 200));
  }

  async end(): Promise<void> {
    await this.browser.close();
    for (const program of this.#running) await program.end();
    await this.#redis.stop();
  }
}
