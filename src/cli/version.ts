import { readFileSync } from 'node:fs';

/** The version of the package. Its package.json lies two folders above the source and three above the built file. */
export const VERSION: string = ['../../package.json', '../../../package.json']
  .map((path) => new URL(path, import.meta.url))
  .flatMap((url) => {
    try {
      return [JSON.parse(readFileSync(url, 'utf8')).version as string];
    } catch {
      return [];
    }
  })[0] as string;
