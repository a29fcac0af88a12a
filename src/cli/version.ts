import { readFileSync } from 'node:fs';

/** The package's version; package.json lies two folders up in the source and three up in what is built. */
export const VERSION: string = ['../../package.json', '../../../package.json']
  .map((path) => new URL(path, import.meta.url))
  .flatMap((url) => {
    try {
      return [JSON.parse(readFileSync(url, 'utf8')).version as string];
    } catch {
      return [];
    }
  })[0] as string;
