/** Every command of the container engine that the documents show; test/image runs each of them. */
export const DOCUMENTED_COMMANDS = [
  'docker compose up -d',
  'BASE_URL=https://api.example/ docker compose up -d',
  'FOOTWATCH_PATIENTS=1-2,4-6 docker compose up -d',
  'docker compose run --rm watch',
  'docker compose run --rm -T watch export --patient 3',
  'docker compose run --rm erase erase --patient 3',
  'docker compose logs cacher',
  'docker compose ps',
] as const;

/** One of them. */
export type DocumentedCommand = (typeof DOCUMENTED_COMMANDS)[number];
