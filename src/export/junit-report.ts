import type { CheckResult } from '../core/check/check-patient.ts';

/** Makes JUnit XML with a test case for each result: `failed` is a failure, `unknown` an error. */
export function makeJunitReport(results: readonly CheckResult[]): string {
  const failures = results.filter(({ outcome }) => outcome === 'failed').length;
  const errors = results.filter(({ outcome }) => outcome === 'unknown').length;
  const counts = `name="footwatch check" tests="${results.length}" failures="${failures}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite ${counts} skipped="0">`,
    ...results.map(makeCase),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function makeCase({ patient, name, outcome, message }: CheckResult): string {
  const head = `    <testcase classname="footwatch.patient${patient}" name="${name}"`;
  const text = escapeXml(message);
  if (outcome === 'passed') return `${head}><system-out>${text}</system-out></testcase>`;
  const element = outcome === 'failed' ? 'failure' : 'error';
  return `${head}><${element} message="${text}"/></testcase>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
