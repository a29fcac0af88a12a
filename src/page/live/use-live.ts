import { useEffect, useRef, useState } from 'preact/hooks';
import type { PatientId } from '../../core/patient.ts';
import { type Connection, type Heard, listen } from './connection.ts';
import { NOTHING } from './live-state.ts';
import { PageClock } from './page-clock.ts';

/** Nothing stays on the screen for longer without being judged anew. */
const TICK_MS = 500;
const UNHEARD: Heard = { state: NOTHING, heardAtMs: null, refusal: null };

/**
 * Follows a patient, or all, and tells the time: each tick draws the page anew, so that what grows old is seen to.
 *
 * @param traced of whom the rows of all have traces; null leaves that to the server
 */
export function useLive(
  patient: PatientId | null,
  traced: readonly PatientId[] | null,
  onSignIn: () => void,
): Heard & { readonly nowMs: number } {
  const clock = useRef(new PageClock());
  const [{ whose, heard }, setHeard] = useState<{ whose: PatientId | null; heard: Heard }>({
    whose: patient,
    heard: UNHEARD,
  });
  const [nowMs, setNowMs] = useState(() => clock.current.nowMs());
  const drawnMs = useRef(nowMs);
  const tick = () => {
    drawnMs.current = clock.current.nowMs();
    setNowMs(drawnMs.current);
  };
  useEffect(() => {
    // What is heard draws the page as well.
    const timer = setInterval(() => {
      if (clock.current.nowMs() - drawnMs.current >= TICK_MS) tick();
    }, TICK_MS / 2);
    // A tab that slept is drawn before its timers run again, and before anything new is heard.
    document.addEventListener('visibilitychange', tick);
    document.addEventListener('resume', tick);
    addEventListener('pageshow', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
      document.removeEventListener('resume', tick);
      removeEventListener('pageshow', tick);
    };
  }, []);
  const query = writeQuery(patient, traced);
  const connected = useRef<Connection | null>(null);
  useEffect(() => {
    const connection = listen(
      query,
      () => clock.current.nowMs(),
      (next) => {
        setHeard({ whose: patient, heard: next });
        tick();
      },
      onSignIn,
    );
    connected.current = connection;
    return () => connection.close();
  }, [patient]);
  useEffect(() => connected.current?.ask(query), [query]);
  // What was heard of another patient is nothing of this one.
  return { ...(whose === patient ? heard : UNHEARD), nowMs };
}

function writeQuery(patient: PatientId | null, traced: readonly PatientId[] | null): string {
  if (patient !== null) return `patient=${patient}`;
  return traced === null ? '' : `traced=${traced.join()}`;
}
