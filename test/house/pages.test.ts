import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findAnchors, findLinks, readTree } from './markdown.ts';

const NOT_OURS = /^(node_modules|dist|coverage|\..*)$/;

function listPages(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.test(name))
    .flatMap((entry) =>
      entry.isDirectory() ? listPages(join(folder, entry.name)) : [join(folder, entry.name)],
    )
    .filter((path) => path.endsWith('.md'));
}

/** Says what is wrong with a link to a place in the repository; null when nothing is. */
function findFault(page: string, link: string): string | null {
  if (/^[a-z][a-z+.-]*:/i.test(link)) return null;
  const [path = '', anchor] = decodeURI(link).split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (relative('.', target).startsWith('..')) return `${link} leaves the repository`;
  if (!existsSync(target)) return `${link} leads to no file`;
  if (anchor === undefined) return null;
  const isPage = target.endsWith('.md') && statSync(target).isFile();
  return isPage && findAnchors(readFileSync(target, 'utf8')).has(anchor)
    ? null
    : `${link} leads to no heading`;
}

test.each(listPages())('every link of %s leads somewhere', (page) => {
  const faults = findLinks(readFileSync(page, 'utf8')).flatMap((link) => findFault(page, link) ?? []);
  expect(faults).toEqual([]);
});

describe('a link', () => {
  test('has a fault when it leads to no file, to no heading, or out of the repository', () => {
    expect(findFault('README.md', 'docs/nowhere.md')).not.toBeNull();
    expect(findFault('README.md', 'docs/ci.md#nowhere')).not.toBeNull();
    expect(findFault('README.md', '#nowhere')).not.toBeNull();
    expect(findFault('README.md', '../elsewhere')).not.toBeNull();
    expect(findFault('docs/ci.md', '../README.md#try-it')).toBeNull();
    expect(findFault('README.md', 'docs/adr')).toBeNull();
    expect(findFault('README.md', 'https://example.org/#x')).toBeNull();
  });

  test('is found in prose, images, references and HTML, not in code', () => {
    const page = `
[a](a.md), [![picture](b.png "title")](c.md#d) and \`[code](no.md)\`

    [block](no.md)

\`\`\`
[fence](no.md)
\`\`\`

<img src="e.png">

[ref]: f.md
`;
    expect(findLinks(page)).toEqual(['a.md', 'b.png', 'c.md#d', 'e.png', 'f.md']);
  });

  test('can lead to the anchor that GitHub gives a heading', () => {
    const page =
      '# A `check`, of *two* things\n## Twice\n## Twice\n```\n# no heading\n```\n### [Link](x.md) — Łódź\n';
    expect([...findAnchors(page)]).toEqual(['a-check-of-two-things', 'twice', 'twice-1', 'link--łódź']);
  });
});

function listFolders(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${join(entry.parentPath, entry.name)}/`);
}

describe.skipIf(!existsSync('ARCHITECTURE.md'))('the tree in ARCHITECTURE.md', () => {
  const tree = existsSync('ARCHITECTURE.md') ? readTree(readFileSync('ARCHITECTURE.md', 'utf8')) : [];

  test('names nothing that is not there', () => {
    expect(tree).not.toEqual([]);
    expect(tree.filter((path) => !existsSync(path))).toEqual([]);
  });

  test('names bin, test, and every folder of src', () => {
    const expected = ['bin/', 'src/', 'test/', ...listFolders('src')];
    expect(expected.filter((path) => !tree.includes(path))).toEqual([]);
  });

  test('names every folder of test that mirrors none of src', () => {
    const own = readdirSync('test', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !existsSync(join('src', entry.name)))
      .map(({ name }) => `test/${name}/`);
    expect(own.filter((path) => !tree.includes(path))).toEqual([]);
  });
});

test('a tree is read from its fenced block, whether indented by spaces or by lines', () => {
  const page =
    '```sh\nnpm ci\n```\n\n```\nbin/           the entry\nsrc/\n├── core/      pure: e.g. and/or\n│   └── time/ gait/\n└── main.ts  starts\n  deeper/\n```\n';
  expect(readTree(page)).toEqual([
    'bin/',
    'src/',
    'src/core/',
    'src/core/time/',
    'src/core/gait/',
    'src/main.ts',
    'src/deeper/',
  ]);
});
