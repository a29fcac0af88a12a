import type { GuessedMapping } from '../core/decoding/guess-mapping.ts';

/** Texts that YAML reads as they stand; everything else stands in quotes. */
const PLAIN = /^[A-Za-z/][\w/*#.~-]*$/;
/** Words that YAML reads as something else than a text. */
const NO_TEXT = /^(?:true|false|yes|no|on|off|null|n|y)$/i;

/**
 * Writes a guessed mapping as a configuration file.
 *
 * @param url the address as it was given
 * @param patients what of the patients has to be set: none where the address names them
 */
export function formatMappingFile(guessed: GuessedMapping, url: string, patients: number | null): string {
  const { fields, insole, left, right, remarks } = guessed;
  const feet = right === 0 ? `${left} sensors` : `${left} sensors on the left foot and ${right} on the right`;
  return [
    '# Guessed from what the API answered. See whether the readings below are what the insole shows.',
    `# Newest readings: ${listNewest(guessed)}`,
    ...remarks.map((remark) => `# ${remark}.`),
    insole === null
      ? `# ${feet}: describe them in a file, and name it here (docs/insoles.md)\n# insole: my-insole.yaml`
      : `insole: ${formatScalar(insole.name)}`,
    ...(patients === null ? [] : [`patients: ${patients}`]),
    'api:',
    `  url: ${JSON.stringify(url)}`,
    '  fields:',
    ...Object.entries(fields).map(([key, value]) => `    ${key}: ${formatValue(value)}`),
    '',
  ].join('\n');
}

/** A mapping on one line, as a configuration file may have it. */
export function formatFields(fields: Readonly<Record<string, unknown>>): string {
  return formatValue(fields);
}

function listNewest({ decoded }: GuessedMapping): string {
  const sensors = decoded.frames.at(-1)?.sensors ?? [];
  const shown = sensors.slice(0, 16).map(({ id, value }) => `${id}: ${value}`);
  return shown.join(', ') + (sensors.length > shown.length ? ', ...' : '');
}

function formatValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return formatScalar(value);
  return `{${Object.entries(value)
    .map(([key, each]) => `${/^\d+$/.test(key) ? key : formatScalar(key)}: ${formatValue(each)}`)
    .join(', ')}}`;
}

function formatScalar(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !NO_TEXT.test(value) ? value : JSON.stringify(value);
}
