import { describe, expect, test } from 'vitest';
import { decodeBody } from '../../src/core/decode.ts';
import { generateWalk } from '../../src/simulator/generated-walk.ts';
import { readRecordedWalks } from '../../src/simulator/recorded-walk.ts';
import {
  castPatient,
  computeFrameIndex,
  makeBody,
  readFrame,
} from '../../src/simulator/simulated-patient.ts';
import { readWalkFrame } from './read-walk-frame.ts';

const walks = [...readRecordedWalks(), generateWalk(1)];
const cast = (patient: number) => castPatient(patient, walks);
const SIX = [1, 2, 3, 4, 5, 6];

test('a new frame begins every 200 ms', () => {
  expect([0, 199.9, 200, 399, 400, 60_000].map(computeFrameIndex)).toEqual([0, 0, 1, 1, 2, 300]);
});

describe('the recording of a patient', () => {
  test('plays frame by frame, and its clock advances a second every five frames', () => {
    const frames = [0, 4, 5, 605].map((index) => readFrame(cast(1), index));
    expect(frames.map((frame) => frame.traceId)).toEqual([
      2350401012010, 2350401012010, 2350501012010, 2370501012010,
    ]);
    expect(frames[3]?.readings).toEqual(readWalkFrame(walks[0] as (typeof walks)[0], 605));
  });

  test('starts again after its last frame, and its clock jumps back', () => {
    expect(readFrame(cast(1), 606)).toEqual(readFrame(cast(1), 0));
    expect(readFrame(cast(1), 606 * 1000 + 7)).toEqual(readFrame(cast(1), 7));
    expect(readFrame(cast(6), 6000)).toEqual(readFrame(cast(6), 0));
  });

  test('never runs past midnight, where its clock would be ambiguous', () => {
    for (const patient of SIX) {
      const { person, walk } = cast(patient);
      const start = new Date(person.recordedAtMs);
      const end = new Date(person.recordedAtMs + walk.frameCount * 200);
      expect(start.getUTCHours()).toBeGreaterThan(0);
      expect(end.getUTCDate()).toBe(start.getUTCDate());
    }
  });
});

describe('the body', () => {
  test('has the shape of the API and its order of fields', () => {
    const sensors = readWalkFrame(walks[0] as (typeof walks)[0], 0).map((value, id) => ({
      anomaly: false,
      id,
      value,
    }));
    const expected = {
      birthdate: '1982',
      disabled: false,
      firstname: 'Janek',
      id: 12,
      lastname: 'Grzegorczyk',
      trace: { id: 2350401012010, name: 'bach', sensors },
    };
    expect(makeBody(cast(1), 0)).toBe(JSON.stringify(expected));
  });

  test('names the sensors for half of the patients, and one patient is disabled', () => {
    const bodies = SIX.map((patient) => JSON.parse(makeBody(cast(patient), 0)));
    const names = bodies.map((body) =>
      body.trace.sensors.map((sensor: { name?: string }) => sensor.name).join(),
    );
    expect(names.filter((name) => name === 'L0,L1,L2,R0,R1,R2')).toHaveLength(3);
    expect(names.filter((name) => name === ',,,,,')).toHaveLength(3);
    expect(bodies.filter((body) => body.disabled)).toHaveLength(1);
    expect(bodies.map((body) => body.id)).toEqual([12, 12, 12, 12, 12, 12]);
    expect(new Set(bodies.map((body) => body.lastname)).size).toBe(6);
  });

  test('flags all six sensors or none', () => {
    const flags = Array.from({ length: 6000 }, (_, frame) => {
      const sensors: { anomaly: boolean }[] = JSON.parse(makeBody(cast(6), frame)).trace.sensors;
      return sensors.filter((sensor) => sensor.anomaly).length;
    });
    expect(new Set(flags)).toEqual(new Set([0, 6]));
  });

  test('is accepted by the decoder, for each of a thousand patients', () => {
    for (let patient = 0; patient <= 1000; patient++) {
      for (const frame of [0, 150, 605, 606, 7000]) {
        const decoded = decodeBody(Buffer.from(makeBody(cast(patient), frame)), [0, 1, 2, 3, 4, 5]);
        expect(decoded.kind).toBe('observed');
      }
    }
  });
});

test('a patient beyond the six plays the recording of one of them, 37 frames ahead', () => {
  expect(cast(9).person).toBe(cast(3).person);
  expect(readFrame(cast(9), 0)).toEqual(readFrame(cast(3), 37));
  expect(readFrame(cast(12), 0)).toEqual(readFrame(cast(6), 37));
  expect(readFrame(cast(606), 0)).toEqual(readFrame(cast(6), 3700));
});
