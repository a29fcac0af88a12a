import { generateWalk } from './generated-walk.ts';
import { readRecordedWalks, readRecordings } from './recorded-walk.ts';
import { actScenario } from './scenarios/act-scenario.ts';
import type { Recording } from './scenarios/recording.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { FRAMES_PER_SECOND, SENSORS_PER_FRAME, type Walk } from './walk.ts';

/** The six walks that are played: five recorded ones and a generated one, or what a scenario makes of them. */
export function castWalks(scenario: Scenario, seed: number): readonly Walk[] {
  const generated = generateWalk(seed);
  if (scenario === 'walking') return [...readRecordedWalks(), generated];
  const recordings = [...readRecordings(), toRecording(generated)];
  return recordings.map((recording, place) => actScenario(scenario, recording, seed + place));
}

/** A walk of the original's insole as a recording at five frames a second. */
function toRecording({ frameCount, readings }: Walk): Recording {
  const rows = Array.from({ length: frameCount }, (_, frame) => [
    ...readings.subarray(frame * SENSORS_PER_FRAME, (frame + 1) * SENSORS_PER_FRAME),
  ]);
  return { rowsPerSecond: FRAMES_PER_SECOND, rows };
}
