import type { Context } from 'hono';
import { parsePatientId } from '../../core/parse-patient-id.ts';
import type { PatientId } from '../../core/patient.ts';
import { Refusal } from '../../core/refusal.ts';
import { MOMENT_ALLOWED, parseMoment, resolveMoment } from '../../core/time/moment.ts';

/** A request that cannot be answered as it is: what is wrong, where, and what is allowed. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** There is no such thing. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** The patient in the path. @throws BadRequest */
export function readPatient(context: Context): PatientId {
  const text = context.req.param('patient') ?? '';
  const patient = parsePatientId(text);
  if (patient === null) throw new BadRequest('the patient in the path must be a whole number from 0');
  return patient;
}

/**
 * A limit of time in the query, Unix seconds: a duration ago, or an ISO time. @throws BadRequest
 *
 * @param nowSeconds the clock that a duration counts back from
 */
export function readMoment(context: Context, name: string, nowSeconds: number, fallback: number): number {
  const text = context.req.query(name);
  return text === undefined ? fallback : toMoment(name, text, nowSeconds);
}

/** The same of a text from elsewhere. @throws BadRequest */
export function toMoment(name: string, text: string, nowSeconds: number): number {
  const moment = parseMoment(text);
  if (moment === null) throw new BadRequest(`${name} must be ${MOMENT_ALLOWED}`);
  if (moment instanceof Refusal) throw new BadRequest(`${name} must be ${MOMENT_ALLOWED}: ${moment.reason}`);
  return resolveMoment(moment, nowSeconds);
}

/** One of several words in the query. @throws BadRequest */
export function readChoice<const T extends string>(
  context: Context,
  name: string,
  words: readonly T[],
  fallback: T,
): T {
  const text = context.req.query(name) ?? fallback;
  const word = words.find((each) => each === text);
  if (word === undefined) throw new BadRequest(`${name} must be ${words.join(' or ')}`);
  return word;
}
