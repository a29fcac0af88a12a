import type { PatientId } from '../../core/patient.ts';

/** What one client looks at: all patients, with traces of some of them, or one patient. */
export type View =
  | { readonly kind: 'ward'; readonly traced: readonly PatientId[] | null }
  | { readonly kind: 'patient'; readonly patient: PatientId };

/** One server-sent event: its name, and its data as JSON on one line. */
export interface StreamEvent {
  readonly event: View['kind'];
  readonly data: string;
}
