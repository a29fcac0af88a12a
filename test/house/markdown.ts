/** A page without what is no prose: fenced blocks, indented blocks after a blank line, and code in a line. */
function withoutCode(page: string): string {
  return page
    .replace(/^ *(```|~~~)[\s\S]*?^ *\1.*$/gm, '')
    .replace(/(?<=\n\n)(?: {4}.*\n?)+/g, '')
    .replace(/`[^`\n]*`/g, '');
}

/** The targets of all links and images of a Markdown page, in its order. */
export function findLinks(page: string): string[] {
  const links = withoutCode(page).matchAll(
    /\]\(\s*<?([^\s)>]+)>?[^)]*\)|^ {0,3}\[[^\]]+\]:\s*(\S+)|\b(?:href|src)="([^"]+)"/gm,
  );
  return [...links].map(([, inline, reference, html]) => inline ?? reference ?? html ?? '');
}

/** The anchors of a Markdown page's headings, as GitHub makes them. */
export function findAnchors(page: string): Set<string> {
  const anchors = new Set<string>();
  const headings = page.replace(/^ *(```|~~~)[\s\S]*?^ *\1.*$/gm, '').matchAll(/^#{1,6} +(.+?)[ #]*$/gm);
  for (const [, heading = ''] of headings) {
    const text = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
    const anchor = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** The text of the first fenced block of a page that has a line which begins with a folder; null when there is none. */
function findTreeBlock(page: string): string | null {
  for (const [, block = ''] of page.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm))
    if (/^[\w.-]+\/(\s|$)/m.test(block)) return block;
  return null;
}

/**
 * Reads the tree of folders and files in the first fenced block of a page that holds one. A line of it begins with
 * names, folders ending in a slash; what follows describes them. Deeper ones are indented, with spaces or lines:
 *
 *     src/
 *       core/       what is computed
 *         time/ gait/
 *       main.ts     the start
 *
 * @returns the paths in the order of the tree, folders ending in a slash; none when the page has no such block
 */
export function readTree(page: string): string[] {
  const paths: string[] = [];
  const parents: { indent: number; path: string }[] = [];
  for (const line of (findTreeBlock(page) ?? '').split('\n')) {
    const [, lead = '', text = ''] = /^([\s│├└─|`+-]*)(.*)$/.exec(line) ?? [];
    const names = /^(?:[\w.-]+\/ *)+|^[\w.-]+\.\w+(?= |$)/.exec(text)?.[0].trim().split(/ +/) ?? [];
    if (names.length === 0) continue;
    while ((parents.at(-1)?.indent ?? -1) >= lead.length) parents.pop();
    const parent = parents.at(-1)?.path ?? '';
    for (const name of names) paths.push(parent + name);
    parents.push({ indent: lead.length, path: parent + names.at(-1) });
  }
  return paths;
}
