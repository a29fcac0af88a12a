import { guessMapping } from '../../core/decoding/guess-mapping.ts';
import { outlineJson } from '../../core/decoding/outline-json.ts';
import { parseBody } from '../../core/decoding/parse-body.ts';
import { BUILT_IN_INSOLES } from '../../core/insole/built-in-insoles.ts';
import { Refusal } from '../../core/refusal.ts';
import { fillTemplate, namePatient, PATIENT_PLACE } from '../../core/request-target.ts';
import { SETTINGS } from '../../settings/registry.ts';
import { DEFAULT_PATIENTS } from '../default-patients.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { loadInsoles } from '../load-insoles.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { formatMappingFile } from '../mapping-yaml.ts';
import { openApi, resolveApiAccess } from '../open-api.ts';

/** How long after the first answer the second one is fetched, by which times and numbers are known. */
const BETWEEN_MS = 1000;
/** How large an answer may be that a mapping is guessed from. */
const MAX_FETCH_BYTES = 4_194_304;

/** `footwatch config guess URL`: prints a configuration file that reads what the API at this address answers. */
export async function runConfigGuess(loaded: LoadedSettings, { operands }: Invocation): Promise<number> {
  const [given, ...more] = operands;
  if (given === undefined || more.length > 0)
    throw new CommandFailure(
      EXIT.wrongUsage,
      'config guess needs one address, such as http://127.0.0.1:8051/{patient}',
    );
  const url = SETTINGS['api.url'].read(given);
  if (url === null || url instanceof Refusal)
    throw new CommandFailure(
      EXIT.wrongUsage,
      `the address is wrong: ${url?.reason}; must be ${SETTINGS['api.url'].allowed}`,
    );
  const { settings } = loaded;
  const [patient = 1] = settings.patients ?? DEFAULT_PATIENTS;
  const names = settings['api.ids'];
  const insoles = await loadInsoles(loaded);
  const answers = await fetchTwice(loaded, url, patient);
  const [first, second] = answers.map(({ body }) => parseBody(body));
  if (first?.kind !== 'parsed' || second?.kind !== 'parsed') {
    const refused = first?.kind === 'refused' ? first : second;
    throw new CommandFailure(
      EXIT.failed,
      `the answer cannot be read: ${refused?.kind === 'refused' ? refused.message : ''}`,
    );
  }
  const seconds = ((answers[1]?.atMs ?? 0) - (answers[0]?.atMs ?? 0)) / 1000;
  const guessed = guessMapping({
    root: second.root,
    before: { root: first.root, seconds },
    insoles: [insoles.of(patient), ...BUILT_IN_INSOLES.values()],
    patientNames: [namePatient(names, patient), String(patient)],
  });
  if (guessed === null)
    throw new CommandFailure(
      EXIT.failed,
      `nothing in the answer looks like the readings of a pair of feet: ${outlineJson(second.root)}`,
    );
  // A file is named as it was given: its own name would not be found.
  const insole =
    guessed.insole === insoles.of(patient)
      ? { ...guessed.insole, name: nameConfiguredInsole(settings, patient) }
      : guessed.insole;
  const named = { ...guessed, insole };
  process.stdout.write(formatMappingFile(named, given, given.includes(PATIENT_PLACE) ? null : patient));
  return EXIT.done;
}

/** What the settings call the insole of a patient: a file, or a name. */
function nameConfiguredInsole({ insole, insoles }: LoadedSettings['settings'], patient: number): string {
  return Object.entries(insoles).find(([, patients]) => patients.includes(patient))?.[0] ?? insole;
}

async function fetchTwice(loaded: LoadedSettings, url: string, patient: number) {
  const address = { url, place: 'the address', target: fillTemplate(url, loaded.settings['api.ids']) };
  const access = resolveApiAccess(loaded, address, null);
  const client = openApi(loaded, address, { ...access, maxBodyBytes: MAX_FETCH_BYTES });
  try {
    const answers: { body: Uint8Array; atMs: number }[] = [];
    for (const waitMs of [0, BETWEEN_MS]) {
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      const fetched = await client.fetch(patient);
      if (fetched.kind === 'failed')
        throw new CommandFailure(EXIT.unavailable, `the API: ${fetched.message}`);
      answers.push({ body: fetched.body, atMs: performance.now() });
    }
    return answers;
  } finally {
    client.close();
  }
}
