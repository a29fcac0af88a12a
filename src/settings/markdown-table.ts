import { showSetting } from './format-setting.ts';
import { environmentVariable, SETTING_KEYS, SETTINGS, type SettingKey } from './registry.ts';
import type { SettingDefinition } from './setting-kinds.ts';

/** The table of all settings, as Markdown. */
export function makeSettingsTable(): string {
  const head = [
    '| key | flag | environment | default | what it is | allowed |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  return [...head, ...SETTING_KEYS.map(rowOf)].join('\n');
}

function rowOf(key: SettingKey): string {
  const { flag, argument, describe, allowed }: SettingDefinition<unknown> = SETTINGS[key];
  const variable = environmentVariable(key);
  const cells = [
    `\`${key}\``,
    flag === undefined ? '' : `\`--${flag}${argument ? ` ${argument}` : ''}\``,
    variable === null ? '' : `\`${variable}\``,
    defaultOf(key),
    describe,
    allowed,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function defaultOf(key: SettingKey): string {
  const shown = showSetting(key, SETTINGS[key].default);
  if (Array.isArray(shown)) return shown.length === 0 ? '' : `\`${shown.join(',')}\``;
  if (shown === null || shown === '' || typeof shown === 'object') return '';
  return `\`${shown}\``;
}
