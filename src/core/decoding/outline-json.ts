import { escapeStep } from './pointer-pattern.ts';

const MAX_DEPTH = 6;
const MAX_MEMBERS = 12;
const MAX_LENGTH = 400;

/**
 * Tells the shape of a JSON value without what it holds: `{who: string, rows: [50 x {t: number, p: [6 x number]}]}`. One line of
 * ASCII, however large and whatever the value is.
 */
export function outlineJson(value: unknown): string {
  const outline = outlineTo(value, MAX_DEPTH);
  return outline.length <= MAX_LENGTH ? outline : `${outline.slice(0, MAX_LENGTH - 3)}...`;
}

function outlineTo(value: unknown, depth: number): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    if (depth === 0) return '[...]';
    const [first] = value as readonly unknown[];
    return `[${value.length} x ${outlineTo(first, depth - 1)}]`;
  }
  if (typeof value !== 'object') return typeof value;
  const members = Object.entries(value);
  if (members.length === 0) return '{}';
  if (depth === 0) return '{...}';
  const shown = members
    .slice(0, MAX_MEMBERS)
    .map(([name, member]) => `${printName(name)}: ${outlineTo(member, depth - 1)}`);
  return `{${shown.join(', ')}${members.length > MAX_MEMBERS ? ', ...' : ''}}`;
}

/** A name as a step of a pointer, in ASCII. */
function printName(name: string): string {
  return escapeStep(name.slice(0, 40)).replace(/[^!-~]/g, '?');
}
