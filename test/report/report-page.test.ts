import { describe, expect, test } from 'vitest';
import { holdFrames, pollWalk, readWalks } from '../../bench/recorded-walk.ts';
import { SIX, SIXTEEN } from '../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../src/core/insole/insole.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { Sample } from '../../src/core/sample.ts';
import { WalkRecorder } from '../../src/core/walk-summary/walk-recorder.ts';
import { makeReport, type ReportSubject } from '../../src/report/report.ts';
import { writeReportPage } from '../../src/report/report-page.ts';
import { findMarkupFaults } from '../drawing/markup-faults.ts';

const [walk = { name: '', cadence: 0, rows: [], strikes: [] }] = readWalks();
const START = 1_795_439_002;
const samples = pollWalk(
  holdFrames(walk, 5),
  { intervalSeconds: 0.3, missing: 0.1, jitter: 0.2 },
  seededRandom(4),
).map((sample) => ({ ...sample, atSeconds: sample.atSeconds + START }));
const HOSTILE = `</style><script>alert(1)</script> "Ann" & 'Bob'`;
const PROFILE = {
  firstname: 'Elżbieta',
  lastname: HOSTILE,
  birthdate: '1976',
  disabled: false,
  traceName: null,
  traceId: null,
};
const SUBJECT: ReportSubject = {
  profile: PROFILE,
  source: 'kept walk 20261126-140322',
  note: HOSTILE,
  marks: [{ atSeconds: START + 40, word: HOSTILE }],
};

function makePage(given: readonly Sample[], subject = SUBJECT, insole: Insole = SIX) {
  const recorder = new WalkRecorder(3, insole);
  for (const sample of given) recorder.take(sample);
  const summary = recorder.finish();
  const report = makeReport(summary, subject);
  return { report, page: writeReportPage({ report, summary, zoneOffsetMinutes: 60 }) };
}

/** The numbers that a page tells, by their names. */
function readNumbers(page: string): Map<string, number> {
  return new Map(
    [...page.matchAll(/<data data-name="([^"]+)" value="([^"]+)">/g)].map(([, name = '', value]) => [
      name,
      Number(value),
    ]),
  );
}

function findByName(report: unknown, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], report);
}

describe('the page of a report', () => {
  const { page, report } = makePage(samples);

  test('has the numbers of the JSON, under the same names', () => {
    const numbers = readNumbers(page);
    expect(numbers.size).toBeGreaterThan(25);
    for (const [name, value] of numbers) expect([name, findByName(report, name)]).toEqual([name, value]);
    expect(numbers.get('figures.cadence.value')).toBeGreaterThan(90);
    expect(numbers.get('figures.loadLeft.interval.1')).toBeLessThan(1);
  });

  test('is sound, and stands by itself: no script, no request', () => {
    expect(findMarkupFaults(page)).toEqual([]);
    expect(page).not.toMatch(
      /<script|<link|<img|<iframe|@import|url\((?!#)|\bon[a-z]+="|https?:\/\/(?!www\.w3\.org\/2000\/svg)/,
    );
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page.length).toBeLessThan(200_000);
  });

  test('keeps hostile names, notes and words as text', () => {
    expect(page).toContain(
      '&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;Ann&quot; &amp; &#39;Bob&#39;',
    );
    expect(page.match(/<\/style>/g)?.length).toBe(1);
  });

  test('says who, when, that it is no medical device, and what is not told', () => {
    expect(page).toContain('Elżbieta');
    expect(page).toMatch(/2026-11-23, 14:03:22 to 14:05:2\d UTC\+1/);
    expect(page).toContain('no medical device');
    expect(page).toMatch(/<li><b>Force and weight<\/b>/);
  });

  test('of a short walk says why there is no mean stride and no path', () => {
    const short = makePage(samples.slice(0, 90));
    expect(short.page).toMatch(/There is none: \d\d straight strides seen, 30 are needed/);
    expect(short.report.stride).toMatchObject({ reason: 'short', left: null, sensors: null });
    expect(short.report.notTold.map(({ what }) => what)).toContain('The mean stride');
    expect(findMarkupFaults(short.page)).toEqual([]);
  });

  test('without a profile has the number alone', () => {
    const { page: nameless } = makePage(samples.slice(0, 60), {
      ...SUBJECT,
      profile: null,
      note: null,
      marks: [],
    });
    expect(nameless).toContain('<h1>Patient 3</h1>');
    expect(nameless).not.toContain('born');
  });

  test('says of one foot, of faulty sensors and of lost polls what they keep from being told', () => {
    const oneFoot: Insole = { ...SIX, sensors: SIX.sensors.filter(({ side }) => side === 'left') };
    const why = (given: readonly Sample[], insole?: Insole) =>
      makePage(given, SUBJECT, insole)
        .report.notTold.map(({ what, why: reason }) => `${what}: ${reason}`)
        .join('\n');
    expect(why(samples, oneFoot)).toMatch(/Figures of walking: steps are told by both feet/);
    const stuck = samples.map(({ atSeconds, sensors }) => ({
      atSeconds,
      sensors: sensors.map((sensor) => (sensor.id === 1 ? { ...sensor, value: 1023 } : sensor)),
    }));
    expect(why(stuck)).toMatch(/L1 lateral forefoot: found faulty by a rule/);
    expect(why(samples.filter((_, at) => at % 8 > 1))).toMatch(/Single steps: \d\d % of the polls are lost/);
    expect(why(samples.filter(({ atSeconds }) => Math.abs(atSeconds - START - 60) > 4))).toMatch(
      /\d s: without a sample, at the longest/,
    );
  });

  test('can be of one sample, of one foot, and of sixteen sensors a foot, in less than 300 kB', () => {
    const oneFoot: Insole = { ...SIX, sensors: SIX.sensors.filter(({ side }) => side === 'left') };
    const many = samples.map(({ atSeconds, sensors }) => ({
      atSeconds,
      sensors: SIXTEEN.sensors.map(({ id, side }) => ({
        id,
        value: Math.min(600, sensors[(side === 'left' ? 0 : 3) + (id % 3)]?.value ?? 0),
        anomaly: false,
      })),
    }));
    for (const { page: other } of [
      makePage(samples.slice(0, 1)),
      makePage(samples, SUBJECT, oneFoot),
      makePage(many, SUBJECT, SIXTEEN),
    ]) {
      expect(findMarkupFaults(other)).toEqual([]);
      expect(other.length).toBeLessThan(300_000);
    }
  });
});
