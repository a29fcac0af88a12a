import { INSOLE_LIMITS } from './check-insole.ts';
import { REGIONS, SIDES } from './insole.ts';

const { reading, sensors, sensorsAFoot } = INSOLE_LIMITS;

/** The JSON Schema of an insole's file, for editors: all that `checkInsole` refuses but what compares several values. */
export const INSOLE_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'footwatch insole',
  type: 'object',
  required: ['name', 'highest', 'sensors'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    name: { description: 'What it is called, on the screen and in the store.', ...text(INSOLE_LIMITS.name) },
    unit: {
      description: 'What readings are shown in; left out when they are uncalibrated.',
      ...text(INSOLE_LIMITS.unit, 'null'),
    },
    lowest: { description: 'The lowest reading; 0 when left out.', ...number(-reading, reading, 'null') },
    highest: { description: 'The highest reading: full scale.', ...number(-reading, reading) },
    decimals: {
      description: 'Decimal places of a reading; 0 when left out.',
      type: ['integer', 'null'],
      minimum: 0,
      maximum: INSOLE_LIMITS.decimals,
    },
    sensors: {
      description: `Up to ${sensorsAFoot} a foot, in the order in which they are listed; one foot alone will do.`,
      type: 'array',
      minItems: sensors,
      maxItems: 2 * sensorsAFoot,
      items: {
        type: 'object',
        required: ['id', 'side', 'region', 'x', 'y'],
        additionalProperties: false,
        properties: {
          id: {
            description: 'The id that the API gives it.',
            type: 'integer',
            minimum: 0,
            maximum: INSOLE_LIMITS.id,
          },
          label: {
            description: 'Short, unique; when left out, L or R and how many of the foot stand before it.',
            ...text(INSOLE_LIMITS.label, 'null'),
          },
          side: { enum: SIDES },
          region: { enum: REGIONS },
          x: { description: 'Across the foot: 0 the outer edge, 100 the inner one.', ...number(0, 100) },
          y: {
            description: 'Along the foot: 0 the tip of the toes, 100 the back of the heel.',
            ...number(0, 100),
          },
        },
      },
    },
  },
} as const;

/** A number may stand for a text, as YAML makes one of digits. */
function text(pattern: string, ...others: string[]) {
  return { type: ['string', 'number', ...others], pattern };
}

function number(minimum: number, maximum: number, ...others: string[]) {
  return { type: ['number', ...others], minimum, maximum };
}
