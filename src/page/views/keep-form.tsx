import { useState } from 'preact/hooks';
import { formatBytes } from '../../core/format-bytes.ts';
import { MAX_NOTE_LENGTH } from '../../core/kept-walk.ts';
import type { PatientId } from '../../core/patient.ts';
import { formatClockTime } from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import type { SpanToKeep } from '../marks.ts';
import { writeInstant } from '../time/retained.ts';
import { WordForm } from './word-form.tsx';

/** Asks for a note, and keeps a span with it. */
export function KeepForm({
  patient,
  span,
  onClose,
  onKept,
}: {
  readonly patient: PatientId;
  /** What is kept: as it was when the form was opened. */
  readonly span: SpanToKeep;
  readonly onClose: () => void;
  readonly onKept: (message: string) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const [since, until] = [span.sinceSeconds, span.untilSeconds].map((seconds) =>
    formatClockTime(seconds, zoneOffsetMinutes()),
  );
  const keep = async (note: string) => {
    const response = await fetch(`api/patients/${patient}/kept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        since: writeInstant(span.sinceSeconds),
        until: writeInstant(span.untilSeconds),
        marks: span.marks.map(({ atSeconds, word }) => ({ at: writeInstant(atSeconds), word })),
        ...(note !== '' && { note }),
      }),
    }).catch(() => null);
    const answer: { id?: string; samples?: number; bytes?: number; error?: string } = (await response
      ?.json()
      .catch(() => null)) ?? { error: 'the server is not heard' };
    if (answer.id === undefined) return setProblem(answer.error ?? 'it was not kept');
    onKept(`kept as ${answer.id}: ${answer.samples} samples, ${formatBytes(answer.bytes ?? 0)}`);
  };
  return (
    <WordForm
      title={`Keep ${span.isMarked ? 'the marked span' : 'two minutes'}, ${since} to ${until}, for ever`}
      label="Note"
      maxLength={MAX_NOTE_LENGTH}
      submit="Keep"
      problem={problem}
      onSubmit={(note) => void keep(note)}
      onClose={onClose}
    />
  );
}
