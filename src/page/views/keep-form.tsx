import { useEffect, useRef, useState } from 'preact/hooks';
import { formatBytes } from '../../core/format-bytes.ts';
import { MAX_NOTE_LENGTH } from '../../core/kept-walk.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Past } from '../shown.ts';

const KEPT_SECONDS = 120;

/** Asks for a note, and keeps the last two minutes before the instant that is shown. */
export function KeepForm({
  patient,
  past,
  onClose,
  onKept,
}: {
  readonly patient: PatientId;
  readonly past: Past | null;
  readonly onClose: () => void;
  readonly onKept: (message: string) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const keep = async (note: string) => {
    const toInstant = (seconds: number) => new Date(seconds * 1000).toISOString();
    const span =
      past === null
        ? {}
        : { since: toInstant(past.atSeconds - KEPT_SECONDS), until: toInstant(past.atSeconds) };
    const response = await fetch(`api/patients/${patient}/kept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...span, ...(note !== '' && { note }) }),
    }).catch(() => null);
    const answer: { id?: string; samples?: number; bytes?: number; error?: string } = (await response
      ?.json()
      .catch(() => null)) ?? {
      error: 'the server is not heard',
    };
    if (answer.id === undefined) return setProblem(answer.error ?? 'it was not kept');
    onKept(`kept as ${answer.id}: ${answer.samples} samples, ${formatBytes(answer.bytes ?? 0)}`);
    onClose();
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="keep-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void keep(String(new FormData(event.currentTarget).get('note') ?? '').trim());
        }}
      >
        <h2 id="keep-title">
          Keep the last two minutes{past === null ? '' : ' before this instant'}, for ever
        </h2>
        <label>
          Note <input name="note" maxLength={MAX_NOTE_LENGTH} />
        </label>
        {problem && <p role="alert">{problem}</p>}
        <p>
          <button type="submit">Keep</button>{' '}
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </p>
      </form>
    </dialog>
  );
}
