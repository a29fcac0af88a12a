import { SETTINGS, type SettingKey, showSetting } from './registry.ts';

/** A setting's default as help and docs write it; null where leaving it out means that nothing is set. */
export function describeDefault(key: SettingKey): string | null {
  const { defaultText } = SETTINGS[key];
  if (defaultText !== undefined) return defaultText;
  const shown = showSetting(key, SETTINGS[key].default);
  if (Array.isArray(shown)) return shown.join() || null;
  return shown === null || shown === '' || typeof shown === 'object' ? null : String(shown);
}
