import { SETTING_KEYS, SETTINGS, type SettingKey } from './registry.ts';
import type { FileSchema } from './setting-definition.ts';

/** The JSON Schema of a configuration file, for editors: every key, and the kind of its value. */
export function makeSettingsSchema(): FileSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'footwatch configuration',
    ...makeMapping(''),
  };
}

function makeMapping(prefix: string): FileSchema {
  const properties: Record<string, unknown> = {};
  for (const key of SETTING_KEYS.filter((each) => each.startsWith(prefix))) {
    const [name = '', ...deeper] = key.slice(prefix.length).split('.');
    properties[name] ??= deeper.length === 0 ? makeValue(key) : makeMapping(`${prefix}${name}.`);
  }
  // YAML reads a key without a value as null, which leaves the default in force.
  return { type: ['object', 'null'], properties, additionalProperties: false };
}

function makeValue(key: SettingKey): FileSchema {
  const { fileSchema, describe, allowed } = SETTINGS[key];
  return { description: `${describe}. Must be ${allowed}.`, anyOf: [fileSchema, { type: 'null' }] };
}
