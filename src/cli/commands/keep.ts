import { setTimeout as sleep } from 'node:timers/promises';
import { formatBytes } from '../../core/format-bytes.ts';
import { clockOffsetSeconds } from '../../core/freshness.ts';
import type { PatientId } from '../../core/patient.ts';
import { type Moment, resolveMoment } from '../../core/time/moment.ts';
import { describeRefusal } from '../../store/describe-outcome.ts';
import { keepPatiently } from '../../store/keep-patiently.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';

const LAST_TWO_MINUTES: Moment = { kind: 'ago', ms: 120_000 };
const NOW: Moment = { kind: 'ago', ms: 0 };

/** `footwatch keep`: keeps a span of a patient for ever, and prints its id and size. */
export async function runKeep(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
  const patient = chooseOnePatient(settings['watch.patient'], 'keep');
  const store = openRedis(loaded);
  try {
    const { nowSeconds, health } = await store.read(patient, 0);
    // A time ago is one of the samples, whose clock is the cacher's.
    const nowOfSamples = nowSeconds + clockOffsetSeconds(health);
    const sinceSeconds = resolveMoment(settings['output.since'] ?? LAST_TWO_MINUTES, nowOfSamples);
    const untilSeconds = resolveMoment(settings['output.until'] ?? NOW, nowOfSamples);
    if (untilSeconds < sinceSeconds)
      throw new CommandFailure(EXIT.wrongUsage, '--until is before --since: there is nothing between them');
    const maxBytes = settings['keep.maxBytes'];
    const walk = {
      patient,
      sinceSeconds,
      untilSeconds: Math.min(untilSeconds, nowOfSamples),
      note: settings['keep.note'],
      marks: [],
      keptAtSeconds: nowSeconds,
    };
    const outcome = await keepPatiently(store, walk, maxBytes, sleep);
    if (outcome.kind !== 'kept')
      throw new CommandFailure(
        EXIT.failed,
        `patient ${patient}: nothing was kept: ${describeRefusal(outcome, maxBytes)}`,
      );
    const { id, samples, bytes } = outcome;
    process.stdout.write(
      settings['watch.json']
        ? `${JSON.stringify({ patient, id, samples, bytes })}\n`
        : `${id}  patient ${patient}  ${samples} samples  ${formatBytes(bytes)}\n`,
    );
    return EXIT.done;
  } finally {
    await store.close();
  }
}

/**
 * The only patient that a command is told to work on.
 *
 * @throws CommandFailure when none or several are named
 */
export function chooseOnePatient(patients: readonly PatientId[] | null, command: string): PatientId {
  const [patient, ...more] = patients ?? [];
  if (patient !== undefined && more.length === 0) return patient;
  throw new CommandFailure(EXIT.wrongUsage, `${command} needs one patient, such as --patient 3`);
}
