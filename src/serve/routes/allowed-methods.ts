import { describeApi } from '../openapi.ts';

const PATHS = describeApi({ basePath: '/', version: '', getTokens: () => null }).paths;
const ROUTES = Object.entries(PATHS).map(([path, operations]) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  methods: Object.keys(operations).flatMap((method) =>
    method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
  ),
}));

/** The methods that a path below `api` is there for, as its description says; none where there is no such path. */
export function listMethods(path: string): readonly string[] {
  return ROUTES.find(({ pattern }) => pattern.test(path))?.methods ?? [];
}
