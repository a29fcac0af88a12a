import { existsSync } from 'node:fs';
import { isWalkId } from '../../core/kept-walk.ts';
import type { PatientId } from '../../core/patient.ts';
import { Refusal } from '../../core/refusal.ts';
import { type Moment, parseMoment } from '../../core/time/moment.ts';
import { compareWalks } from '../../report/compare-walks.ts';
import { writeComparison } from '../../report/comparison-table.ts';
import { makeReport } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { openOutput } from '../line-output.ts';
import { type ConfiguredInsoles, loadInsoles } from '../load-insoles.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { STDIN } from '../open-input.ts';
import { openRedis } from '../open-redis.ts';
import { type ReadWalk, readFileWalk, readKeptWalk, readStoredWalk } from '../read-walk.ts';
import { chooseOnePatient } from './keep.ts';

const ALLOWED = 'a file that export wrote, the id of a kept walk, or a span of a patient such as 3@10m..5m';

/** `footwatch compare`: two walks side by side, and what differs by more than it may be off. */
export async function runCompare(loaded: LoadedSettings, { operands }: Invocation): Promise<number> {
  const { settings } = loaded;
  const [a, b, ...more] = operands;
  if (a === undefined || b === undefined || more.length > 0)
    throw new CommandFailure(EXIT.wrongUsage, `compare needs two walks, each ${ALLOWED}`);
  if (a === STDIN && b === STDIN)
    throw new CommandFailure(EXIT.wrongUsage, 'only one of the two walks can be the standard input');
  const places = [a, b].map(findPlace);
  const insoles = await loadInsoles(loaded);
  // A store is opened only when a walk is in it.
  const store = places.some(({ kind }) => kind !== 'file') ? openRedis(loaded) : null;
  try {
    const walks: ReadWalk[] = [];
    for (const place of places) walks.push(await readPlace(place, loaded, insoles, store));
    const [reportA, reportB] = walks.map(({ summary, subject }) => makeReport(summary, subject));
    if (!reportA || !reportB) throw new Error('two walks were read');
    const comparison = compareWalks(reportA, reportB);
    const output = await openOutput(null);
    await output.write(
      settings['watch.json']
        ? `${JSON.stringify(comparison)}\n`
        : `${writeComparison(comparison).join('\n')}\n`,
    );
    return EXIT.done;
  } finally {
    await store?.close();
  }
}

type Place =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'kept'; readonly id: string }
  | {
      readonly kind: 'span';
      readonly patient: PatientId | null;
      readonly since: Moment;
      readonly until: Moment | null;
    };

const SPAN = /^(?:(\d{1,15})@)?(.+?)(?:\.\.(.+))?$/;

/** Says what an operand means: a file that is there, else a span, else a kept walk. */
function findPlace(given: string): Place {
  if (given === STDIN || existsSync(given)) return { kind: 'file', path: given };
  const [, patient, since = '', until] = SPAN.exec(given) ?? [];
  const [from, to] = [since, until].map((text) => (text === undefined ? null : parseMoment(text)));
  if (from && !(from instanceof Refusal) && !(to instanceof Refusal) && (until === undefined || to))
    return {
      kind: 'span',
      patient: patient === undefined ? null : Number(patient),
      since: from,
      until: to ?? null,
    };
  if (isWalkId(given) && !given.includes('.')) return { kind: 'kept', id: given };
  throw new CommandFailure(EXIT.wrongUsage, `${given}: no such file; a walk is ${ALLOWED}`);
}

async function readPlace(
  place: Place,
  { settings }: LoadedSettings,
  insoles: ConfiguredInsoles,
  store: Store | null,
): Promise<ReadWalk> {
  const patients = settings['watch.patient'];
  if (place.kind === 'file') {
    const wanted = patients === null ? null : chooseOnePatient(patients, 'compare');
    return readFileWalk(place.path, wanted, { since: null, until: null }, insoles.of);
  }
  if (store === null) throw new Error('a walk of the store needs a store');
  if (place.kind === 'kept') return readKeptWalk(store, place.id, patients);
  const patient = place.patient ?? chooseOnePatient(patients, 'compare');
  return readStoredWalk(store, patient, place);
}
