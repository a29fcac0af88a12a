import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  diagnoseNode,
  diagnoseTerminal,
  type TerminalFacts,
} from '../../../src/core/diagnosis/diagnose-host.ts';

const GOOD: TerminalFacts = {
  size: { columns: 120, rows: 40 },
  minSize: { columns: 60, rows: 20 },
  term: 'xterm-256color',
  noColor: false,
  colours: 256,
  unicode: true,
};

describe('diagnoseNode', () => {
  test.each([
    ['20.18.1', 'ok'],
    ['20.20.2', 'ok'],
    ['24.0.1', 'ok'],
    ['100.0.0', 'ok'],
    ['20.18.0', 'fail'],
    ['20.9.9', 'fail'],
    ['18.20.0', 'fail'],
  ])('%s is %s', (version, status) => {
    expect(diagnoseNode(version).status).toBe(status);
  });

  test('asks for the version that package.json states, on which all that is installed runs', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    const stated = engines.node.replace('>=', '');
    expect(diagnoseNode('18.0.0').advice).toBe(`install Node ${stated} or later`);
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    const installed = Object.entries<{ dev?: boolean; peer?: boolean; engines?: { node?: string } }>(packages)
      .filter(([path, { dev, peer }]) => path !== '' && !dev && !peer)
      .map(([path, { engines: needs }]) => ({
        path,
        needed: /^>= ?([\d.]+)/.exec(needs?.node ?? '')?.[1] ?? '0',
      }));
    expect(installed.length).toBeGreaterThan(50);
    const tooNew = installed.filter(
      ({ needed }) => needed.localeCompare(stated, 'en', { numeric: true }) > 0,
    );
    expect(tooNew).toEqual([]);
  });
});

describe('diagnoseTerminal', () => {
  test('reports what the terminal can do', () => {
    expect(diagnoseTerminal(GOOD)).toMatchObject({
      status: 'ok',
      message: 'xterm-256color, 256 colours, Unicode, 120x40',
    });
  });

  test('is ok with a pipe, with NO_COLOR, and with the Linux console', () => {
    expect(diagnoseTerminal({ ...GOOD, size: null, term: '' }).status).toBe('ok');
    expect(diagnoseTerminal({ ...GOOD, noColor: true, colours: 0 }).status).toBe('ok');
    expect(diagnoseTerminal({ ...GOOD, term: 'linux', colours: 16, unicode: false }).status).toBe('ok');
  });

  test.each<[string, Partial<TerminalFacts>, RegExp]>([
    ['no TERM', { term: '' }, /set TERM/],
    ['a dumb terminal', { term: 'dumb' }, /set TERM/],
    ['too few columns', { size: { columns: 59, rows: 40 } }, /60x20 or larger/],
    ['too few rows', { size: { columns: 60, rows: 19 } }, /60x20 or larger/],
    ['no UTF-8', { unicode: false }, /set LANG/],
    ['no colours', { term: 'vt100', colours: 0 }, /set TERM/],
  ])('warns of %s and advises what to do', (_, changes, advice) => {
    const finding = diagnoseTerminal({ ...GOOD, ...changes });
    expect(finding.status).toBe('warn');
    expect(finding.advice).toMatch(advice);
  });
});
