import type { PatientId } from '../../core/patient.ts';
import type { AuditLog } from '../audit-log.ts';

/**
 * Makes the function that writes down what the reader of a request looks at, of a patient or, with null, of all. It rejects where nothing may be
 * shown, see `AuditLog`.
 */
export function recordLooks(audit: AuditLog) {
  return (
    context: { get(name: 'reader' | 'address'): string },
    what: string,
    patient: PatientId | null,
  ): Promise<void> =>
    audit.write({ who: context.get('reader'), from: context.get('address'), patient, what });
}
