/** Finds what is wrong with markup as XML: tags that are not closed, ids that are there twice or are referred to and are not there. */
export function findMarkupFaults(text: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  for (const [, closing, name = '', attributes = '', empty] of text.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (VOID.has(name)) continue;
    if (closing) {
      const last = open.pop();
      if (last !== name) faults.push(`</${name}> closes <${last}>`);
    } else if (!empty) open.push(name);
    if (/NaN|undefined|Infinity|\[object/.test(attributes)) faults.push(`<${name}${attributes}>`);
  }
  const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? '');
  const referred = [...text.matchAll(/aria-labelledby="([^"]*)"|url\(#([^)]*)\)/g)].flatMap(
    ([, labels, url]) => (labels ?? url ?? '').split(' '),
  );
  return [
    ...faults,
    ...open.map((name) => `<${name}> is not closed`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} is there twice`),
    ...referred.filter((id) => !ids.includes(id)).map((id) => `there is no ${id}`),
  ];
}

const VOID = new Set(['meta', 'br', 'link', 'img', 'hr', 'input']);
