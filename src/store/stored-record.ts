import { cleanText } from '../core/clean-text.ts';
import type { Health, PollState, Profile } from '../core/patient.ts';
import type { FieldsToStore, StoredFields } from './hash-fields.ts';
import { encodeInsoleField } from './insole-record.ts';

/** The fields of a profile as the store keeps them. */
export function encodeProfile(profile: Profile): FieldsToStore {
  return {
    insole: encodeInsoleField(profile.insole),
    firstname: profile.firstname,
    lastname: profile.lastname,
    birthdate: profile.birthdate,
    disabled: profile.disabled === null ? null : String(profile.disabled),
    traceName: profile.traceName,
    traceId: profile.traceId,
  };
}

/** Decodes a profile: a field that is missing or wrong is null, and so is the profile of a hash without fields. */
export function decodeProfile(fields: StoredFields): Profile | null {
  if (Object.keys(fields).length === 0) return null;
  return {
    firstname: decodeText(fields.firstname),
    lastname: decodeText(fields.lastname),
    birthdate: decodeText(fields.birthdate),
    disabled: decodeBoolean(fields.disabled),
    traceName: decodeText(fields.traceName),
    traceId: decodeText(fields.traceId),
  };
}

/** The fields of a health record as the store keeps them: instants in Unix seconds, other numbers to three places. */
export function encodeHealth(health: Health): FieldsToStore {
  return {
    state: health.state,
    updatedAt: health.updatedAtSeconds.toFixed(3),
    lastOkAt: health.lastOkAtSeconds?.toFixed(3) ?? null,
    lastError: health.lastError,
    latencyMs: encodeNumber(health.latencyMs),
    intervalMs: encodeNumber(health.intervalMs),
    clockOffsetMs: encodeNumber(health.clockOffsetMs),
    polls: encodeNumber(health.polls),
    failures: encodeNumber(health.failures),
  };
}

/** The fields of a health record. */
export const HEALTH_FIELDS = [
  ...['state', 'updatedAt', 'intervalMs', 'lastOkAt', 'lastError', 'latencyMs', 'clockOffsetMs'],
  ...['polls', 'failures'],
] as const;

/** Decodes a health record: null when its state, its time or its polling interval is missing or wrong. */
export function decodeHealth(fields: StoredFields): Health | null {
  const state = decodeState(fields.state);
  const updatedAtSeconds = decodeAmount(fields.updatedAt);
  const intervalMs = decodeAmount(fields.intervalMs);
  if (state === null || updatedAtSeconds === null || intervalMs === null || intervalMs === 0) return null;
  return {
    state,
    updatedAtSeconds,
    intervalMs,
    lastOkAtSeconds: decodeAmount(fields.lastOkAt),
    lastError: decodeText(fields.lastError),
    latencyMs: decodeAmount(fields.latencyMs),
    clockOffsetMs: decodeNumber(fields.clockOffsetMs),
    polls: Math.trunc(decodeAmount(fields.polls) ?? 0),
    failures: Math.trunc(decodeAmount(fields.failures) ?? 0),
  };
}

function encodeNumber(value: number | null): string | null {
  return value === null ? null : String(Math.round(value * 1000) / 1000);
}

const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;

function decodeNumber(text: string | undefined): number | null {
  return text !== undefined && NUMBER.test(text) ? Number(text) : null;
}

function decodeAmount(text: string | undefined): number | null {
  const value = decodeNumber(text);
  return value !== null && value >= 0 ? value : null;
}

function decodeBoolean(text: string | undefined): boolean | null {
  return text === 'true' ? true : text === 'false' ? false : null;
}

function decodeText(text: string | undefined): string | null {
  return text === undefined ? null : cleanText(text);
}

const STATES: readonly PollState[] = ['up', 'failing', 'down'];

function decodeState(text: string | undefined): PollState | null {
  return STATES.find((state) => state === text) ?? null;
}
