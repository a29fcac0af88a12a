import type { PatientId } from '../core/patient.ts';
import type { CleanedFiles, CleaningCost, FileState } from '../store/redis/erasure/clean-files.ts';
import type { ErasedPatient } from '../store/redis/erasure/erase-keys.ts';
import type { HeldLease } from '../store/store.ts';

const MEGABYTE = 1024 * 1024;

/** What nobody but the people who made them can erase. */
const BEYOND_REACH =
  'backups, recordings (--record), exports, reports, metrics of patients, logs of other programs, and files that Redis no longer writes, such as those of an append-only file that was switched off';

/** How many leases or walks are named: a whole ward may be polled by one cacher. */
const MAX_NAMED = 10;

/** Says which cachers have to be stopped before some patients can be erased. */
export function describeHolders(leases: ReadonlyMap<PatientId, HeldLease>): string {
  const patientsByHolder = new Map<string, PatientId[]>();
  for (const [patient, { holder, api }] of leases) {
    // Another program may have written anything into the lease.
    const name = `cacher ${showWord(holder)}${api === null ? '' : ` (API ${showWord(api)})`}`;
    patientsByHolder.set(name, [...(patientsByHolder.get(name) ?? []), patient]);
  }
  const named = [...patientsByHolder].map(([name, patients]) => `${name} polls ${listPatients(patients)}`);
  const rest = named.length > MAX_NAMED ? [`${named.length - MAX_NAMED} more`] : [];
  return `${[...named.slice(0, MAX_NAMED), ...rest].join(', ')} and would store again: stop it, or take the patient out of its configuration`;
}

/** Says, before anything is erased, what it will cost the servers. */
export function describeCosts(costs: readonly (CleaningCost | null)[]): string {
  const known = costs.flatMap((cost) => (cost === null ? [] : [cost]));
  const writing = known.filter(({ appendOnlyFile, snapshot }) => appendOnlyFile || snapshot);
  if (known.length < costs.length)
    return 'Redis does not tell which files it keeps (INFO): they are not written anew';
  if (writing.length === 0) return 'Redis keeps no files: nothing has to be written anew';
  const server = costs.length === 1 ? 'Redis' : `each of ${costs.length} servers`;
  const files = writing.some(({ appendOnlyFile }) => appendOnlyFile)
    ? 'its append-only file and its snapshot'
    : 'its snapshot';
  const mostMemory = Math.max(...writing.map(({ usedMemory }) => usedMemory));
  return `${server} forks to write ${files} anew: until that is done it may need up to ${Math.ceil(mostMemory / MEGABYTE)} MB more memory, and as much disk for each file`;
}

/** What was erased and what was not, a line each, and whether the files of all servers are known to be clean. */
export function makeReceipt(
  erased: ReadonlyMap<PatientId, ErasedPatient>,
  files: readonly CleanedFiles[],
): { readonly lines: readonly string[]; readonly isClean: boolean } {
  const patients = [...erased].map(
    ([patient, { keys, walks }]) =>
      `patient ${patient}: ${keys === 0 ? 'nothing was stored' : `erased${describeWalks(walks)}`}`,
  );
  const place = (index: number) => (files.length === 1 ? '' : ` of server ${index + 1}`);
  const states = files.flatMap(({ appendOnlyFile, snapshot }, index) => [
    `append-only file${place(index)}: ${describeFile(appendOnlyFile)}`,
    `snapshot${place(index)}: ${describeFile(snapshot)}`,
  ]);
  const replicas = files.reduce((sum, each) => sum + each.replicas, 0);
  const ofReplicas =
    replicas === 0
      ? ''
      : `the files of ${replicas} replica${replicas === 1 ? '' : 's'} (BGREWRITEAOF and BGSAVE there), `;
  return {
    lines: [...patients, ...states, `not reached: ${ofReplicas}${BEYOND_REACH}`],
    isClean: files.every(
      ({ appendOnlyFile, snapshot }) => appendOnlyFile.kind !== 'unknown' && snapshot.kind !== 'unknown',
    ),
  };
}

/** Patients as a sentence names them: `patient 3`, `patients 3, 4`. */
export function listPatients(patients: readonly PatientId[]): string {
  return `patient${patients.length === 1 ? '' : 's'} ${patients.join(', ')}`;
}

/** Names the kept walks that went with a patient: their ids tell when they were kept. */
function describeWalks(walks: readonly string[]): string {
  if (walks.length === 0) return '';
  const named = walks.slice(0, MAX_NAMED).map(showWord);
  const rest = walks.length > MAX_NAMED ? [`${walks.length - MAX_NAMED} more`] : [];
  return `, with the kept walk${walks.length === 1 ? '' : 's'} ${[...named, ...rest].join(', ')}`;
}

function describeFile(state: FileState): string {
  switch (state.kind) {
    case 'rewritten':
      return 'written anew';
    case 'none':
      return 'none';
    case 'unknown':
      return `not known to be clean: ${state.reason}`;
  }
}

function showWord(word: string): string {
  return word.replaceAll(/[^\w.:@-]/g, '?').slice(0, 64);
}
