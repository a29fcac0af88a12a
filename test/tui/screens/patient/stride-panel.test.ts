import { describe, expect, test } from 'vitest';
import type { TimedSnapshot } from '../../../../src/reader/timed-snapshot.ts';
import type { Model } from '../../../../src/tui/model/model.ts';
import { drawStridePanel } from '../../../../src/tui/screens/patient/stride-panel.ts';
import { makeContext } from '../../../../src/tui/screens/view-context.ts';
import { exampleSnapshot, modelWithSnapshot, readEarlier, walkSamples } from '../../example-model.ts';
import { lineText } from '../../frame/frame-to-text.ts';

const walking = exampleSnapshot(1);

function draw(
  snapshot: TimedSnapshot,
  { width = 60, height = 12, ...changes }: Partial<Model> & { width?: number; height?: number } = {},
) {
  const context = makeContext({ ...modelWithSnapshot(120, 40, snapshot), ...changes });
  const block = drawStridePanel(context, { x: 0, y: 0, width, height });
  return { lines: block.lines.map(lineText), note: block.border?.note.map(({ text }) => text).join('') };
}

describe('the panel of the mean stride', () => {
  test('has a curve for each foot over the bar of its contact, and says of how many strides they are', () => {
    const { lines, note } = draw(walking);
    expect(lines).toMatchInlineSnapshot(`
      [
        " left · down 69 %   right · down 70 %   centre of pressure",
        "    ⣀⡀ ⣠⣤           ⣅            ⣀  ⣰⣿    ······  ······  ",
        "  ⢀⣼⠿⢿⣿⠿⠻⢷⡄         ⠙⡆         ⢀⣾⢿⣗⣼⠟⠉   ·······  ······· ",
        " ⢠⡿⠋  ⠁   ⢧          ⢳        ⢠⣾⠃ ⠑⠉    ········  ········",
        " ⡞        ⢸⡀         ⠸⡄       ⡾⠁        ···⢠⠶···  ··⠈⠧⡄···",
        "⢠⠇         ⡇          ⡇      ⢰⠃         ···⢸···    ···⡇···",
        "⣸          ⢳          ⢹      ⡞           ··⠸⡀·      ·⢰⠃·· ",
        "⡇          ⠸⡄         ⠘⡆    ⢠⠇           ···⡇··    ··⢸··· ",
        "⠁           ⢳⣶⣾⣷⣶⣾     ⢻⣶⣶⣿⣶⡾            ···⡇··    ··⣼··· ",
        "▀▀▀▀▀▀▀▀▀▀▀▀······  ▀▀▀▀·····▀▀▀▀▀▀▀▀▀    ·····    ·····  ",
      ]
    `);
    expect(note).toMatch(/^8\d strides · 90 % band · last 2 min$/);
  });

  test('has the path of the centre of pressure where there is room', () => {
    expect(draw(walking, { width: 90, height: 20 }).lines[0]).toContain('centre of pressure');
    expect(draw(walking, { width: 40, height: 7 }).lines.join()).not.toContain('path');
  });

  test('is a curve and a bar where it is three rows high', () => {
    const { lines } = draw(walking, { width: 49, height: 5 });
    expect(lines.length).toBe(3);
    expect(lines[2]).toMatch(/^▀+·+ +▀+·+▀+$/);
  });

  test('says how long either foot is down in the same words, at any width', () => {
    for (let width = 40; width < 100; width += 3) {
      const [heading = ''] = draw(walking, { width, height: 9 }).lines;
      const words = [...heading.matchAll(/(?:left|right)( · [a-z ]+)?/g)].map(([, found]) => found);
      expect(words[0]).toBe(words[1]);
    }
  });

  test('can be drawn without Unicode', () => {
    expect(draw(walking, { unicode: false }).lines.join('')).toMatch(/^[ -~]*$/);
  });

  test('says why there is no curve', () => {
    const few = exampleSnapshot(1, { samples: walkSamples(1, 80) });
    expect(draw(few).lines.join('')).toMatch(/– 1\d straight strides seen, 30 are needed/);
    expect(draw(few, { width: 30 }).lines.join('')).toMatch(/1\d of 30 strides/);
    expect(draw(few).note).toBe('');
  });

  test('is empty of a patient who is not live, whatever was seen before', () => {
    expect(draw(readEarlier(walking, 41)).lines.join('').trim()).toBe('–');
    expect(
      draw({ ...walking, anomalies: null })
        .lines.join('')
        .trim(),
    ).toBe('–');
  });
});
