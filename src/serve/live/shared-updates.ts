import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import { writePatientUpdate } from './patient-update.ts';

/**
 * What is new of one patient as text, written once for all clients that are as far. Only texts of the newest snapshot are held:
 * one by itself must not hold the one before it, and that the one before.
 */
export class SharedUpdates {
  #snapshot: TimedSnapshot | null = null;
  readonly #texts = new Map<TimedSnapshot | null, string>();

  /**
   * The update that leads from one snapshot to another.
   *
   * @param sent the snapshot that the client has; null at first
   */
  write(snapshot: TimedSnapshot, sent: TimedSnapshot | null): string {
    if (snapshot !== this.#snapshot) this.#texts.clear();
    this.#snapshot = snapshot;
    const known = this.#texts.get(sent);
    if (known !== undefined) return known;
    const text = writePatientUpdate(snapshot, sent);
    this.#texts.set(sent, text);
    return text;
  }
}
