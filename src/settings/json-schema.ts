import { SETTING_KEYS, SETTINGS } from './registry.ts';
import type { FileSchema, SettingDefinition } from './setting-kinds.ts';

const TEXT_OR_NUMBER: FileSchema = { type: ['string', 'number'] };

/** The JSON Schema of a configuration file, for editors: what it accepts has the right keys and the right kinds. */
export function makeSettingsSchema(): FileSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'footwatch configuration',
    ...mappingOf(''),
  };
}

function mappingOf(prefix: string): FileSchema {
  const properties: Record<string, unknown> = {};
  for (const key of SETTING_KEYS.filter((each) => each.startsWith(prefix))) {
    const [name = '', ...deeper] = key.slice(prefix.length).split('.');
    properties[name] ??= deeper.length === 0 ? schemaOf(SETTINGS[key]) : mappingOf(`${prefix}${name}.`);
  }
  // An empty value in YAML says nothing, anywhere.
  return { type: ['object', 'null'], properties, additionalProperties: false };
}

function schemaOf(definition: SettingDefinition<unknown>): FileSchema {
  const { fileSchema = TEXT_OR_NUMBER, describe, allowed } = definition;
  return { description: `${describe}. Allowed: ${allowed}.`, anyOf: [fileSchema, { type: 'null' }] };
}
