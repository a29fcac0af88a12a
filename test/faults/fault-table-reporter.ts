import type { Reporter, TestModule } from 'vitest/node';
import { writeTable } from '../../bench/write-table.ts';
import type { FaultTally } from './fault-tally.ts';

/** Prints a table of what happened to the samples, one line a fault, and their sum. */
export default class FaultTableReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const cases = modules.flatMap((module) => [...module.children.allTests()]);
    const tallies = cases.flatMap((test): FaultTally[] => {
      const { fault } = test.meta();
      return fault === undefined ? [] : [fault];
    });
    const survived = cases.filter((test) => test.result().state === 'passed').length;
    writeTable(
      'Four patients at 50 ms (of a cluster, twelve), each fault for 1.5 s or as long as it takes',
      ['fault', 'answered', 'stored', 'dropped, counted', 'lost', 'duplicated', ''],
      cases.map((test) => {
        const { answered, stored, dropped, lost, duplicated } = test.meta().fault ?? {};
        const cells = [answered, stored, dropped, lost, duplicated].map((count) => String(count ?? ''));
        return [test.name, ...cells, test.result().state];
      }),
    );
    for (const test of cases) {
      for (const { message } of test.result().errors ?? [])
        process.stdout.write(`${test.name}: ${message}\n`);
    }
    const sum = (key: 'lost' | 'duplicated') => tallies.reduce((total, tally) => total + tally[key], 0);
    process.stdout.write(
      `${survived} faults survived, ${sum('lost')} lost, ${sum('duplicated')} duplicated\n`,
    );
  }
}
