import type { Cacher } from '../cacher/cacher.ts';
import type { Log } from '../cacher/log.ts';
import type { CacherSummary } from '../cacher/run-totals.ts';
import { LineSource } from '../cacher/source/line-source.ts';
import type { SampleSource } from '../cacher/source/sample-source.ts';
import { compileMapping } from '../core/decoding/compile-mapping.ts';
import { EXPORT_MAPPING, type LineFormat } from '../core/decoding/decode-line.ts';
import type { DecodeRefusal } from '../core/decoding/frame.ts';
import { parsePatientId } from '../core/parse-patient-id.ts';
import type { PatientId } from '../core/patient.ts';
import { Refusal } from '../core/refusal.ts';
import { type AnswerDecoders, createAnswerDecoders, selectTarget } from './answer-decoders.ts';
import { type ApiAddress, requireApiAddress } from './api-address.ts';
import { selectPolledPatients } from './compose-cacher.ts';
import { DEFAULT_PATIENTS } from './default-patients.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import type { ConfiguredInsoles } from './load-insoles.ts';
import type { LoadedSettings } from './load-settings.ts';
import { openApi, resolveApiAccess } from './open-api.ts';
import { refuseSetting } from './refuse-setting.ts';

/** Where the cacher's samples come from. */
export interface OpenSource {
  readonly client: SampleSource;
  /** Reads answers of another shape than the original's; null where all are as that. */
  readonly frames: AnswerDecoders | null;
  /** The address of the API that is polled; null where samples are pushed. */
  readonly address: ApiAddress | null;
  /** Begins to give to a cacher what is pushed. Nothing else may be done before. */
  start(cacher: Cacher): void;
  /** Stops the cacher, once it has what came until now. */
  stop(cacher: Cacher): void;
  /** The summary of a run: where samples are pushed, its polls are lines. */
  summarize(summary: CacherSummary, cacher: Cacher): CacherSummary;
}

/** How many samples may wait for the store until no more is read. */
const MAX_WAITING = 4000;
/** How far the instants of samples may be ahead of the clock, of which each has a millisecond to itself. */
const MAX_AHEAD_MS = 50;
/** How often it is seen whether everything is stored, once the input has ended. */
const DRAIN_CHECK_MS = 20;

/**
 * Opens the source of the settings: the API, or what is pushed to the standard input.
 *
 * @param inForce returns the configuration whose patients are stored
 * @param onRefused called for each line that could not be taken
 * @throws CommandFailure when the settings contradict each other
 */
export function openSource(
  loaded: LoadedSettings,
  insoles: ConfiguredInsoles,
  log: Log,
  inForce: () => LoadedSettings,
  onRefused: (refusal: DecodeRefusal) => void,
): OpenSource {
  if (loaded.settings['cacher.source'] !== null) return openInput(loaded, insoles, log, inForce, onRefused);
  const address = requireApiAddress(loaded);
  const frames = createAnswerDecoders(loaded, insoles, selectPolledPatients(loaded.settings));
  return {
    client: openApi(loaded, address, resolveApiAccess(loaded, address, log)),
    frames,
    address,
    start: () => {},
    stop: (cacher) => cacher.stop(),
    summarize: (summary) => summary,
  };
}

function openInput(
  loaded: LoadedSettings,
  insoles: ConfiguredInsoles,
  log: Log,
  inForce: () => LoadedSettings,
  onRefused: (refusal: DecodeRefusal) => void,
): OpenSource {
  refuseContradictions(loaded);
  const format = createFormat(loaded, insoles, inForce);
  let cacher: Cacher | null = null;
  const isHeldUp = () => {
    if (cacher === null) return true;
    const { storeDownReason, waitingSamples, blockedSamples, aheadMs } = cacher.status;
    return (
      storeDownReason !== null || waitingSamples - blockedSamples > MAX_WAITING || aheadMs > MAX_AHEAD_MS
    );
  };
  const source = new LineSource({
    input: process.stdin as AsyncIterable<Uint8Array>,
    format,
    isHeldUp,
    isLeft: (patient) => cacher?.isLeft(patient) ?? false,
    onNews: (patient) => cacher?.wake(patient),
    onRefused,
    nowMs: () => performance.now(),
  });
  let isStopped = false;
  const stop = (running: Cacher) => {
    if (isStopped) return;
    isStopped = true;
    source.close();
    for (const patient of listPatients(inForce())) if (source.hasNews(patient)) running.wake(patient);
    running.stop();
    process.stdin.destroy();
  };
  return {
    client: source,
    frames: format.decoderOf,
    address: null,
    start(running) {
      cacher = running;
      void source
        .read()
        .catch(() => {
          if (!isStopped) log.error({}, 'the standard input cannot be read');
        })
        .then(async () => {
          const isWaiting = () => {
            const { waitingSamples, blockedSamples } = running.status;
            return source.size > 0 || waitingSamples > blockedSamples;
          };
          while (!isStopped && isWaiting())
            await new Promise((resolve) => setTimeout(resolve, DRAIN_CHECK_MS));
          if (!isStopped) log.info({ ...source.counts }, 'the input has ended');
          stop(running);
        });
    },
    stop,
    summarize(summary, { status }) {
      const { lines, refused } = source.counts;
      const dropped = summary.dropped + source.size;
      return { ...summary, polls: lines, failed: refused, dropped, repeated: status.repeatedFrames };
    },
  };
}

function refuseContradictions({ settings, origins }: LoadedSettings): void {
  if (process.stdin.isTTY)
    throw new CommandFailure(EXIT.wrongUsage, 'cacher --source - needs lines of JSON on its standard input');
  for (const key of ['api.baseUrl', 'api.url', 'cacher.cycles'] as const) {
    if (settings[key] !== null && origins[key].kind === 'flag')
      throw refuseSetting(origins[key], 'is about polling, and with --source no API is polled');
  }
}

function createFormat(
  loaded: LoadedSettings,
  insoles: ConfiguredInsoles,
  inForce: () => LoadedSettings,
): LineFormat {
  const { settings, origins } = loaded;
  const mapping = settings['api.fields'] ?? EXPORT_MAPPING;
  const fieldsOrigin = origins['api.fields'];
  if ((mapping.time ?? mapping.number) === null)
    throw refuseSetting(
      fieldsOrigin,
      'has neither time nor number, without which nothing that is pushed is stored',
    );
  const patients = listPatients(loaded);
  if (mapping.patient === null && patients.length !== 1)
    throw refuseSetting(
      fieldsOrigin,
      `has no patient, which tells the ${patients.length} patients apart: set it, or patients to one`,
    );
  const patientByName = new Map(
    Object.entries(settings['api.ids']).map(([patient, name]) => [name, Number(patient)]),
  );
  const identify = (name: string): PatientId | null => patientByName.get(name) ?? parsePatientId(name);
  const createExportDecoders = (): AnswerDecoders => {
    const decoders = new Map<PatientId, ReturnType<AnswerDecoders>>();
    return (patient) => {
      const known = decoders.get(patient);
      if (known) return known;
      const decoder = compileMapping(mapping, selectTarget(insoles.of(patient), settings['api.sensors']));
      if (decoder instanceof Refusal) throw refuseSetting(fieldsOrigin, decoder.reason);
      decoders.set(patient, decoder);
      return decoder;
    };
  };
  return {
    mapping,
    onlyPatient: mapping.patient === null ? (patients[0] ?? null) : null,
    findPatient: (name) => {
      const patient = identify(name);
      return patient !== null && selectPolledPatients(inForce().settings).includes(patient) ? patient : null;
    },
    isElsewhere: (name) => {
      const patient = identify(name);
      return patient !== null && listPatients(inForce()).includes(patient);
    },
    decoderOf: createAnswerDecoders(loaded, insoles, patients) ?? createExportDecoders(),
  };
}

function listPatients({ settings }: LoadedSettings): readonly PatientId[] {
  return settings.patients ?? DEFAULT_PATIENTS;
}
