// The import rules of the house: prose does not hold, this does. Each folder's place is told in ARCHITECTURE.md.

/** Code under `from` may import what lies under none of `to`. */
const forbid = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});

/** These packages are imported in one place, so that one place has to change with them. */
const only = (name, packages, places) => ({
  name,
  severity: 'error',
  comment: `${packages} is imported in one place only`,
  from: { path: '^(src|bin)/', pathNot: places },
  to: { path: `^node_modules/(@types/)?(${packages})/` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'core does no I/O: it imports core alone',
      from: { path: '^src/core/' },
      to: { pathNot: '^src/core/' },
    },
    {
      name: 'bin-is-the-entry',
      severity: 'error',
      comment: 'bin is the entry and nothing else: all that it does is in cli',
      from: { path: '^bin/' },
      to: { path: '^src/', pathNot: '^src/cli/' },
    },
    forbid('nobody-imports-the-entry', '^src/', '^bin/'),
    forbid(
      'nobody-imports-cli',
      '^src/(?!cli/)',
      '^src/cli/',
      'cli composes; what it composes does not know it',
    ),
    forbid('store-knows-core-only', '^src/store/', '^src/(?!(core|store)/)'),
    forbid(
      'settings-know-values-only',
      '^src/settings/',
      '^src/(?!(core|settings|store/key-prefix|store/redis/target|simulator/injected-fault|simulator/scenarios/scenario))',
      'a setting is read by the parser of the module that uses its value; four of those lie outside core (docs/adr/0002)',
    ),
    forbid('cacher-alone', '^src/cacher/', '^src/(tui|serve|reader|simulator|export|metrics|settings)/'),
    forbid('reader-knows-no-screen', '^src/reader/', '^src/(tui|serve|cacher|simulator|metrics|settings)/'),
    forbid('export-alone', '^src/export/', '^src/(tui|serve|cacher|simulator|reader|metrics|settings)/'),
    forbid('metrics-watch-the-cacher', '^src/metrics/', '^src/(tui|serve|simulator|reader|export|settings)/'),
    forbid('serve-alone', '^src/serve/', '^src/(tui|cacher|simulator|metrics|settings)/'),
    forbid(
      'access-knows-no-routes',
      '^src/serve/access/',
      '^src/(?!core/|serve/access/)',
      'who may look does not depend on what there is to see',
    ),
    forbid('tui-alone', '^src/tui/', '^src/(serve|cacher|simulator|metrics|export|settings)/'),
    forbid('drawing-knows-core-only', '^src/drawing/', '^src/(?!(core|drawing)/)'),
    forbid('report-knows-numbers-and-pictures', '^src/report/', '^src/(?!(core|drawing|report)/)'),
    forbid(
      'simulator-alone',
      '^src/simulator/',
      '^src/(serve|cacher|tui|reader|store|export|metrics|settings)/',
    ),
    forbid(
      'frame-knows-no-model',
      '^src/tui/frame/',
      '^src/(?!core/|tui/frame/)',
      'frame is plain data and how to make it',
    ),
    forbid(
      'model-draws-nothing',
      '^src/tui/model/',
      '^src/tui/(screens|blessed|dashboard|store-queries)|^src/tui/frame/(?!(cell-width|trace-columns|frame))',
      'the model is next states only: no drawing, no I/O',
    ),
    forbid(
      'screens-know-no-terminal',
      '^src/tui/screens/',
      '^src/tui/(blessed|dashboard|store-queries|terminal)',
    ),
    {
      name: 'a-screen-knows-no-other-screen',
      severity: 'error',
      comment: 'what two screens share lies beside the screens',
      from: { path: '^src/tui/screens/([^/]+)/' },
      to: { path: '^src/tui/screens/[^/]+/', pathNot: '^src/tui/screens/$1/' },
    },
    forbid(
      'the-terminal-knows-frames',
      '^src/tui/blessed/',
      '^src/tui/(model|screens|dashboard|store-queries)',
    ),
    forbid(
      'input-knows-bytes-only',
      '^src/tui/input/',
      '^src/(?!tui/input/)',
      'what bytes mean depends on nothing that is shown',
    ),
    forbid(
      'ports-not-adapters',
      '^src/(cacher|reader|serve|tui)/',
      '^src/store/(memory|redis)',
      'they see the port of the store, never an adapter; cli chooses',
    ),
    only('one-blessed', 'blessed|blessed-contrib', '^src/tui/blessed/'),
    only('one-got', 'got', '^src/cacher/api/got-client\\.ts$'),
    only('one-undici', 'undici', '^src/cacher/api/undici-client\\.ts$'),
    only('one-ioredis', 'ioredis|cluster-key-slot', '^src/store/redis/'),
    only('one-commander', 'commander', '^src/cli/'),
    only('one-cosmiconfig', 'cosmiconfig', '^src/cli/'),
    only('one-prom-client', 'prom-client', '^src/metrics/prometheus\\.ts$'),
    only('one-hono', 'hono|@hono', '^src/serve/'),
    only('one-pino', 'pino|pino-pretty', '^src/cli/create-log\\.ts$'),
    only('one-csv-parse', 'csv-parse', '^src/export/'),
    only('one-d3', 'd3-array|d3-scale|d3-shape', '^src/drawing/(scales|shapes)\\.ts$'),
    only('one-yaml', 'yaml', '^src/cli/read-insole-file\\.ts$'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The page is TSX, which the parser does not read: test/page/imports.test.ts holds its rule.
    exclude: { path: '^src/page/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
