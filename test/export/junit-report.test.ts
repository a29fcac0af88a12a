import { describe, expect, test } from 'vitest';
import { makeJunitReport } from '../../src/export/junit-report.ts';

describe('makeJunitReport', () => {
  test('has a test case for each check, and counts failures and errors', () => {
    const report = makeJunitReport([
      { patient: 3, name: 'max-age', outcome: 'passed', message: 'young' },
      { patient: 3, name: 'max-gap', outcome: 'failed', message: 'a "gap" of < 5 & > 4' },
      { patient: 4, name: 'max-gap', outcome: 'unknown', message: 'who knows' },
    ]);
    expect(report).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="footwatch check" tests="3" failures="1" errors="1">
  <testsuite name="footwatch check" tests="3" failures="1" errors="1" skipped="0">
    <testcase classname="footwatch.patient3" name="max-age"><system-out>young</system-out></testcase>
    <testcase classname="footwatch.patient3" name="max-gap"><failure message="a &#34;gap&#34; of &#60; 5 &#38; &#62; 4"/></testcase>
    <testcase classname="footwatch.patient4" name="max-gap"><error message="who knows"/></testcase>
  </testsuite>
</testsuites>`);
  });
});
