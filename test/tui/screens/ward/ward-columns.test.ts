import { describe, expect, test } from 'vitest';
import type { Model } from '../../../../src/tui/model/model.ts';
import { view } from '../../../../src/tui/screens/view.ts';
import { exampleModel, exampleProfile, exampleSummary, exampleWard } from '../../example-model.ts';
import { frameToText } from '../../frame/frame-to-text.ts';

/** The rows of a ward of patients with these first and last names. */
function showWard(names: readonly string[], columns = 80, changes: Partial<Model> = {}): string[] {
  const patients = names.map((_, index) => index + 1);
  const summaries = names.map((name, index) => {
    const [firstname = '', lastname = ''] = name.split(' ');
    const profile = { ...exampleProfile(1), firstname, lastname };
    return [index + 1, exampleSummary(index + 1, { profile })] as const;
  });
  const ward = exampleWard(patients, { summaries: new Map(summaries) });
  const model = exampleModel(columns, 24, { mode: 'ward', patients, ward, snapshots: new Map(), ...changes });
  return frameToText(view(model)).split('\n');
}

/** The width of a trace. */
function traceColumns(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => /(·+) \1 /.exec(line)?.[1]?.length ?? 0));
}

describe('the columns of the ward', () => {
  test('show names whole before traces are wide', () => {
    const names = ['Krzysztof Grzegorczyk', 'Ela Nowak', 'Aleksandra Wiśniewska'];
    for (const columns of [80, 100, 120, 200]) {
      const lines = showWard(names, columns);
      for (const name of names) expect(lines.join('\n'), `${columns}`).toContain(`${name} `);
      expect(traceColumns(lines)).toBeGreaterThanOrEqual(2);
    }
  });

  test('give what short names leave to the traces', () => {
    expect(traceColumns(showWard(['Ela Nowak']))).toBeGreaterThan(
      traceColumns(showWard(['Aleksandra Wiśniewska'])),
    );
  });

  test('cut a name that would leave no room for traces', () => {
    for (const columns of [80, 120]) {
      const lines = showWard(
        ['Ela Nowak', 'Wolfeschlegelsteinhausenbergerdorff Hubert-Blaine-Adolph'],
        columns,
      );
      expect(lines.join('\n')).toMatch(/Wolfeschlegelsteinh.*…/);
      expect(traceColumns(lines)).toBeGreaterThanOrEqual(2);
    }
  });

  test('stay in place when names are hidden, and head each column', () => {
    const lines = showWard(['Krzysztof Grzegorczyk'], 80, { isPrivate: true });
    expect(lines.join('\n')).not.toContain('Krzysztof');
    expect(lines.find((line) => line.includes('# patient'))).toMatch(/patient +state +age +left +right/);
    expect(showWard(['Krzysztof Grzegorczyk']).find((line) => line.includes('# patient'))).toMatch(
      /patient +state +age +L +R +steps/,
    );
  });
});
