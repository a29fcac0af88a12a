import { expect, test } from 'vitest';
import { type Distribution, DistributionHistogram } from '../../../../src/core/distribution.ts';
import { view } from '../../../../src/tui/screens/view.ts';
import { exampleModel, NOW_SECONDS, walkSamples } from '../../example-model.ts';
import { frameToText } from '../../frame/frame-to-text.ts';

function counted(change: Partial<Distribution> = {}): Distribution {
  const histogram = new DistributionHistogram();
  for (const sample of walkSamples(2, 1000)) histogram.add(sample);
  const found = histogram.read();
  const sensors = found.sensors.map((sensor) => ({
    ...sensor,
    lowerQuartile: 1021,
    median: 1022,
    upperQuartile: 1023,
  }));
  return { ...found, sensors, lastAtSeconds: NOW_SECONDS, ...change };
}

function show(columns: number, rows: number, list: 'samples' | 'anomalies', change?: Partial<Distribution>) {
  const distribution = { list, counted: counted(change), isWhole: true };
  return frameToText(view(exampleModel(columns, rows, { mode: 'distribution', distribution })));
}

test('tells the scale of the bars, and cuts no figure, at every width', () => {
  for (let columns = 60; columns <= 160; columns++) {
    const text = show(columns, 24, 'samples');
    const [, , heading = ''] = text.split('\n');
    expect(heading).toMatch(/1000 samples.*√ of (their )?share/);
    expect(heading).not.toContain('…');
    expect(text.match(/median 1022 (Q3|.*?Q3) 1023(?!\d)/g)).toHaveLength(6);
  }
});

test('tells how many of the anomalies were simulated', () => {
  expect(show(80, 24, 'anomalies', { simulated: 8 })).toContain('1000 samples, 8 simulated');
  expect(show(80, 24, 'anomalies', { simulated: 1000 })).toContain('1000 samples, all simulated');
  expect(show(80, 24, 'anomalies', { simulated: 0 })).not.toContain('simulated');
});
