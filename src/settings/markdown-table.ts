import { describeDefault } from './describe-default.ts';
import { getEnvironmentVariable, SETTING_KEYS, SETTINGS, type SettingKey } from './registry.ts';

/** The table of all settings, as Markdown. */
export function makeSettingsTable(): string {
  const head = [
    '| key | flag | environment | default | what it does | allowed |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  return [...head, ...SETTING_KEYS.map(makeRow)].join('\n');
}

function makeRow(key: SettingKey): string {
  const { flag, argument, describe, allowed, defaultText } = SETTINGS[key];
  const variable = getEnvironmentVariable(key);
  const shown = describeDefault(key) ?? '';
  const cells = [
    quoteCode(key),
    flag === undefined ? '' : quoteCode(`--${flag}${argument ? ` ${argument}` : ''}`),
    variable === null ? '' : quoteCode(variable),
    shown === '' || defaultText !== undefined ? shown : quoteCode(shown),
    describe,
    allowed,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function quoteCode(text: string): string {
  return `\`${text}\``;
}
