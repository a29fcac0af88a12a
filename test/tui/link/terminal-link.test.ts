import { describe, expect, test } from 'vitest';
import { TerminalLink } from '../../../src/tui/link/terminal-link.ts';
import { SimulatedWatch } from '../simulated-watch.ts';
import { VirtualTerminal } from '../virtual-terminal.ts';

const ASKING = { asks: true, bytesPerSecond: null };
const QUESTION = 0;

/** A link whose first question was answered after 40 ms. */
function measuredLink(): TerminalLink {
  const link = new TerminalLink(ASKING, 0);
  link.noteSent(QUESTION, 0);
  link.noteAnswer(40);
  return link;
}

describe('before the first answer', () => {
  test('one frame is drawn, and the next waits for the answers, five seconds at most', () => {
    const link = new TerminalLink(ASKING, 0);
    link.noteSent(QUESTION, 0);
    expect(link.mayDraw(0)).toBe(true);
    link.noteSent(9000, 1);
    expect(link.mayDraw(4999)).toBe(false);
    expect(link.report(4999).state).toBe('waiting');
    expect(link.nextChangeMs(100)).toBe(5000);
    expect(link.mayDraw(5000)).toBe(true);
    expect(link.report(5000)).toMatchObject({ state: 'unknown', roundTripMs: null, pictureAgeMs: null });
    expect(link.isAsking(5000)).toBe(false);
    expect(link.openQuestions).toBe(0);
  });

  test('a large frame is slow, a small one is not', () => {
    const link = new TerminalLink(ASKING, 0);
    expect(link.isSlow(2001, 0)).toBe(true);
    expect(link.isSlow(2000, 0)).toBe(false);
    expect(link.isSlow(9000, 5000)).toBe(false);
  });
});

describe('after the first answer', () => {
  test('the round trip is known, silence is never taken for a terminal that does not answer', () => {
    const link = measuredLink();
    expect(link.report(41)).toMatchObject({ state: 'measured', roundTripMs: 40 });
    link.noteSent(500, 100);
    expect(link.report(9000)).toMatchObject({ state: 'measured', pictureAgeMs: null });
    expect(link.isAsking(60_000)).toBe(true);
    expect(link.mayDraw(60_000)).toBe(false);
  });

  test('the rate is what an update took beyond the shortest round trip', () => {
    const link = measuredLink();
    link.noteSent(1000, 100);
    link.noteAnswer(100 + 40 + 1000);
    expect(link.report(1140).bytesPerSecond).toBeCloseTo(1000, 6);
    // Later measurements count too.
    link.noteSent(4000, 2000);
    link.noteAnswer(2000 + 40 + 2000);
    expect(link.report(4040).bytesPerSecond).toBeCloseTo(4500 / 2.5, 6);
  });

  test('updates under 200 bytes do not change the rate', () => {
    const link = measuredLink();
    link.noteSent(199, 100);
    link.noteAnswer(10_000);
    expect(link.report(10_000).bytesPerSecond).toBeNull();
    link.noteSent(200, 10_000);
    link.noteAnswer(10_040 + 100);
    expect(link.report(10_140).bytesPerSecond).toBeCloseTo(2000, 6);
  });

  test('an update behind another is measured from the answer to that one', () => {
    const link = measuredLink();
    link.noteSent(1000, 100);
    link.noteSent(1000, 110);
    link.noteAnswer(100 + 40 + 1000);
    link.noteAnswer(100 + 40 + 2000);
    expect(link.report(2140).bytesPerSecond).toBeCloseTo(1000, 6);
  });

  test('a second frame is sent ahead only while the first takes under 250 ms to transfer, and never a third', () => {
    const link = measuredLink();
    link.noteSent(1000, 100);
    link.noteAnswer(100 + 40 + 1000);
    link.noteSent(250, 2000);
    expect(link.mayDraw(2001)).toBe(false);
    link.noteAnswer(2290);
    link.noteSent(249, 3000);
    expect(link.mayDraw(3001)).toBe(true);
    link.noteSent(100, 3001);
    expect(link.mayDraw(3002)).toBe(false);
  });

  test('a frame is slow when it takes over a second at the measured rate', () => {
    const link = measuredLink();
    link.noteSent(1000, 100);
    link.noteAnswer(100 + 40 + 1000);
    // The picture before is behind, which is said, and remains true.
    expect(link.isSlow(5000, 1200)).toBe(false);
    link.noteSent(100, 1200);
    link.noteAnswer(1300);
    expect(link.isSlow(960, 3200)).toBe(false);
    expect(link.isSlow(961, 3200)).toBe(true);
  });

  test('a frame arrives at once when it takes a tenth of a second, or is small while the rate is not known', () => {
    const link = measuredLink();
    expect([link.isAtOnce(2000, 50), link.isAtOnce(2001, 50)]).toEqual([true, false]);
    link.noteSent(1000, 100);
    link.noteAnswer(100 + 40 + 1000);
    expect([link.isAtOnce(100, 1200), link.isAtOnce(101, 1200)]).toEqual([true, false]);
    // Of a multiplexer on this machine, and of a terminal that never answers, nothing is known.
    expect(new TerminalLink({ asks: false, bytesPerSecond: null }, 0).isAtOnce(9000, 0)).toBe(true);
    expect(new TerminalLink({ asks: false, bytesPerSecond: 1000 }, 0).isAtOnce(101, 0)).toBe(false);
  });

  test('a frame that would still call live what is not is slow as soon as it is acknowledged after over a second', () => {
    const link = new TerminalLink(ASKING, 0);
    link.noteSent(QUESTION, 0);
    link.noteAnswer(400);
    link.noteSent(500, 500);
    link.noteAnswer(500 + 400 + 50);
    expect(link.report(950).pictureAgeMs).toBeLessThan(1000);
    expect(link.isSlow(5999, 1000)).toBe(false);
    expect(link.isSlow(6001, 1000)).toBe(true);
  });
});

describe('answers that do not come', () => {
  test('a first answer after the five seconds is one all the same, and the picture is as old as it', () => {
    const link = new TerminalLink(ASKING, 0);
    link.noteSent(QUESTION, 0);
    link.noteSent(3000, 10);
    expect(link.mayDraw(5000)).toBe(true);
    link.noteAnswer(6000);
    expect(link.report(6000)).toMatchObject({ state: 'measured', roundTripMs: 6000, pictureAgeMs: 6000 });
    expect(link.isAsking(6000)).toBe(true);
    // The answer to the first frame says nothing of a later one.
    link.noteSent(500, 6000);
    link.noteAnswer(6010);
    expect(link.mayDraw(6011)).toBe(false);
    link.noteAnswer(6100);
    expect(link.mayDraw(6101)).toBe(true);
    expect(link.openQuestions).toBe(0);
  });

  test('after five seconds of silence a probe is due, and another after five more', () => {
    const link = measuredLink();
    expect(link.isProbeDue(60_000)).toBe(false);
    link.noteSent(500, 60_000);
    expect(link.isProbeDue(64_999)).toBe(false);
    expect(link.isProbeDue(65_000)).toBe(true);
    link.noteProbeSent(65_000);
    expect(link.isProbeDue(69_999)).toBe(false);
    expect(link.isProbeDue(70_000)).toBe(true);
  });

  test('the answer to a probe says that those before it were lost, so that the next frame may be drawn', () => {
    const link = measuredLink();
    link.noteSent(500, 100);
    for (const atMs of [5100, 10_100]) link.noteProbeSent(atMs);
    expect(link.mayDraw(12_000)).toBe(false);
    // Nobody knows which of the probes it answers: the newest is lost as well only when another one is answered.
    expect(link.noteProbeAnswer(12_000)).toBe(true);
    expect(link.mayDraw(12_000)).toBe(true);
    expect(link.report(12_000).pictureAgeMs).toBeNull();
    expect(link.openQuestions).toBe(0);
    expect(link.noteProbeAnswer(12_001)).toBe(false);
  });

  test('a link that was only slow has lost nothing', () => {
    const link = measuredLink();
    link.noteSent(500, 100);
    link.noteProbeSent(5100);
    link.noteAnswer(7000);
    expect(link.noteProbeAnswer(7001)).toBe(false);
    expect(link.report(7001).pictureAgeMs).toBeGreaterThan(6000);
  });

  test('what was asked before the terminal was away is not taken for what is asked afterwards', () => {
    const link = measuredLink();
    expect(link.forgetPicture()).toBe(false);
    link.noteSent(500, 100);
    expect(link.forgetPicture()).toBe(true);
    link.noteProbeSent(9000);
    expect(link.mayDraw(9000)).toBe(true);
    link.noteSent(4000, 9000);
    link.noteAnswer(9010);
    expect(link.mayDraw(9011)).toBe(false);
    expect(link.noteProbeAnswer(9020)).toBe(false);
    link.noteAnswer(9100);
    expect(link.mayDraw(9101)).toBe(true);
  });

  test('a terminal that never answers probes is not waited for more than five seconds', () => {
    const link = measuredLink();
    link.noteSent(500, 100);
    link.forgetPicture();
    link.noteProbeSent(1000);
    link.noteSent(500, 1000);
    link.noteAnswer(1100);
    expect(link.mayDraw(5999)).toBe(false);
    expect(link.mayDraw(6000)).toBe(true);
    expect(link.openQuestions).toBe(0);
  });
});

describe('how old the picture gets', () => {
  test('is how old it was when it came, and how long the next one takes', () => {
    const link = measuredLink();
    expect(link.report(50).pictureAgeMs).toBeNull();
    link.noteSent(500, 100);
    link.noteAnswer(400);
    expect(link.report(400).pictureAgeMs).toBe(300 + 300);
  });

  test('grows while the next one is under way', () => {
    const link = measuredLink();
    link.noteSent(500, 100);
    link.noteAnswer(400);
    link.noteSent(500, 400);
    expect(link.report(600).pictureAgeMs).toBe(300 + 300);
    expect(link.report(3400).pictureAgeMs).toBe(3000 + 300);
  });

  test('is nothing while the screen shows all there is', () => {
    const link = measuredLink();
    link.noteSent(500, 100);
    link.noteAnswer(1400);
    link.noteUnchanged(5000);
    expect(link.report(5000).pictureAgeMs).toBe(0);
    link.noteSent(500, 5000);
    link.noteUnchanged(5001);
    expect(link.report(7000).pictureAgeMs).toBe(2000);
  });

  test('is behind while it is over a second, and two seconds more, so that LIVE does not come and go', () => {
    const link = measuredLink();
    link.noteSent(500, 100);
    link.noteAnswer(700);
    expect(link.report(700)).toMatchObject({ pictureAgeMs: 1200, secondsBehind: 1 });
    link.noteSent(100, 700);
    link.noteAnswer(760);
    expect(link.report(2699)).toMatchObject({ pictureAgeMs: 120, secondsBehind: 1 });
    expect(link.report(2700).secondsBehind).toBeNull();
  });

  test('is not behind after one that took long and said nothing of the state', () => {
    const link = measuredLink();
    link.noteSent(9000, 100, true);
    link.noteAnswer(3140);
    expect(link.report(3140)).toMatchObject({ pictureAgeMs: 40, secondsBehind: null });
    // What it took is known all the same.
    expect(link.isSlow(3000, 3140)).toBe(true);
    expect(link.isSlow(2000, 3140)).toBe(false);
  });

  test('is behind after the second of such a kind, as then each of them takes long', () => {
    const link = measuredLink();
    link.noteSent(9000, 100, true);
    link.noteAnswer(3140);
    link.noteSent(9000, 3140, true);
    link.noteAnswer(6180);
    expect(link.report(6180)).toMatchObject({ secondsBehind: 4 });
    expect(link.isSlow(9000, 6180)).toBe(false);
  });

  test('is forgotten while the terminal is away', () => {
    const link = measuredLink();
    link.noteSent(500, 100);
    link.noteAnswer(1400);
    link.forgetPicture();
    expect(link.report(1500).pictureAgeMs).toBeNull();
  });
});

describe('a link that cannot be asked', () => {
  test('is unknown and not paced without a rate', () => {
    const link = new TerminalLink({ asks: false, bytesPerSecond: null }, 0);
    expect(link.isAsking(0)).toBe(false);
    link.noteSent(9000, 0);
    expect(link.mayDraw(0)).toBe(true);
    expect(link.isSlow(1_000_000, 0)).toBe(false);
    link.noteAnswer(10);
    expect(link.report(10)).toEqual({
      state: 'unknown',
      roundTripMs: null,
      bytesPerSecond: null,
      pictureAgeMs: null,
      secondsBehind: null,
    });
  });

  test('is paced by the rate that it is said to have', () => {
    const link = new TerminalLink({ asks: false, bytesPerSecond: 1000 }, 0);
    link.noteSent(2000, 0);
    expect(link.isSlow(1001, 0)).toBe(true);
    expect(link.isSlow(1000, 0)).toBe(false);
    expect(link.mayDraw(1999)).toBe(false);
    expect(link.nextChangeMs(1000)).toBe(2000);
    expect(link.mayDraw(2000)).toBe(true);
    expect(link.report(2000)).toMatchObject({ state: 'unknown', roundTripMs: null, pictureAgeMs: 4000 });
    // What is sent meanwhile comes after what was sent before.
    link.noteSent(500, 2000);
    expect(link.report(2500).pictureAgeMs).toBe(1000);
  });

  test('goes by its rate too when a terminal that is asked never answers', () => {
    const link = new TerminalLink({ asks: true, bytesPerSecond: 1000 }, 0);
    link.noteSent(QUESTION, 0);
    link.noteSent(3000, 0);
    expect(link.mayDraw(4000)).toBe(false);
    expect(link.mayDraw(5000)).toBe(true);
    link.noteSent(1000, 5000);
    expect(link.mayDraw(5999)).toBe(false);
    expect(link.mayDraw(6000)).toBe(true);
  });
});

describe('a terminal that never answers', () => {
  test.each([
    ['a patient', 2],
    ['the ward', null],
  ])(
    'has `…` for the state of %s in its first five seconds at most, whatever is opened afterwards',
    async (_, selected) => {
      const terminal = new VirtualTerminal(120, 40);
      const { input, output } = terminal;
      const watch = new SimulatedWatch({
        input,
        output,
        patients: [1, 2, 3],
        selected,
        anomalies: 0,
        asksTerminal: true,
      });
      // The terminal in memory reads by timers too.
      const readLines = async () => {
        const lines = terminal.lines();
        for (let turn = 0; turn < 5; turn++) await watch.pass(20);
        return lines;
      };
      const readTop = async () => (await readLines())[0] ?? '';
      const pending = / … /;
      await watch.walk(1000);
      expect(await readTop()).toMatch(pending);
      await watch.walk(4200);
      for (const key of ['', '?', '?', '\x1b', 'w', '\r', 'd', 'd', '\x0c', 't', ']']) {
        if (key !== '') terminal.press(key);
        await watch.walk(500);
        expect(await readTop(), JSON.stringify(key)).not.toMatch(pending);
        expect(await readTop(), JSON.stringify(key)).toMatch(/LIVE|\d live/);
      }
      expect((await readLines()).at(-1)).toContain('link ?');
    },
  );
});
