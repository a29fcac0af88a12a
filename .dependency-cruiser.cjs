// The house rules of imports. Prose does not hold; this does.
const only = (name, packages, from) => ({
  name,
  severity: 'error',
  comment: `${packages} is imported in one place only`,
  from: { path: '^(src|bin)/', pathNot: from },
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
      comment: 'src/core does no I/O: it imports core alone',
      from: { path: '^src/core/' },
      to: { pathNot: ['^src/core/'] },
    },
    {
      name: 'store-knows-core-only',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^(src/(cacher|tui|simulator)|bin)/' },
    },
    {
      name: 'cacher-alone',
      severity: 'error',
      from: { path: '^src/cacher/' },
      to: { path: '^(src/(tui|simulator)|bin)/' },
    },
    {
      name: 'tui-alone',
      severity: 'error',
      from: { path: '^src/tui/' },
      to: { path: '^(src/(cacher|simulator)|bin)/' },
    },
    {
      name: 'simulator-alone',
      severity: 'error',
      from: { path: '^src/simulator/' },
      to: { path: '^(src/(cacher|tui|store)|bin)/' },
    },
    {
      name: 'ports-not-adapters',
      severity: 'error',
      comment: 'cacher and tui see the port of the store, never an adapter; bin chooses',
      from: { path: '^src/(cacher|tui)/' },
      to: { path: '^src/store/(memory|redis)' },
    },
    only('one-blessed', 'blessed|blessed-contrib', '^src/tui/blessed/'),
    only('one-got', 'got', '^src/cacher/got-client\\.ts$'),
    only('one-ioredis', 'ioredis', '^src/store/redis'),
    only('one-commander', 'commander', '^bin/'),
    only('one-cosmiconfig', 'cosmiconfig', '^bin/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
