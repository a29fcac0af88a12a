import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecodeTarget } from '../../../src/core/decoding/frame.ts';
import { compileFields, decodeBy } from './mapping-examples.ts';

/** Feet of 1 to 50 sensors each, with ids in no order. */
const TARGET: fc.Arbitrary<DecodeTarget> = fc
  .record({
    left: fc.integer({ min: 1, max: 50 }),
    right: fc.integer({ min: 1, max: 49 }),
    first: fc.integer({ min: 0, max: 900 }),
    highest: fc.constantFrom(1, 255, 1023, 4095, 65_535),
  })
  .map(({ left, right, first, highest }) => ({
    sensors: Array.from({ length: left + right }, (_, at) => ({
      id: first + at,
      label: `${at < left ? 'L' : 'R'}${at}`,
      side: at < left ? ('left' as const) : ('right' as const),
    })),
    lowest: 0,
    highest,
    decimals: 0,
  }));

/** The ways in which JSON may hold a frame, each with the mapping that reads it. */
const SHAPES: readonly {
  readonly fields: (target: DecodeTarget) => Record<string, unknown>;
  readonly write: (values: readonly number[], target: DecodeTarget, own: number) => unknown;
}[] = [
  {
    fields: () => ({ value: '/d/#/s/*/p', id: '/d/#/s/*/i', time: '/d/#/t' }),
    write: (values, { sensors }, t) => ({
      t,
      s: values.map((p, at) => ({ p, i: sensors[at]?.id })).reverse(),
    }),
  },
  {
    fields: () => ({ value: { left: '/d/#/l/*', right: '/d/#/r/*' }, time: '/d/#/t' }),
    write: (values, { sensors }, t) => ({
      t,
      l: values.filter((_, at) => sensors[at]?.side === 'left'),
      r: values.filter((_, at) => sensors[at]?.side === 'right'),
    }),
  },
  {
    fields: () => ({ value: '/d/#/p/*', number: '/d/#/n' }),
    write: (values, { sensors }, n) => ({
      n,
      p: Object.fromEntries([...values.map((p, at) => [sensors[at]?.label ?? '', p]), ['battery', 'full']]),
    }),
  },
  {
    fields: ({ sensors }) => ({
      value: Object.fromEntries(sensors.map(({ id }, at) => [String(id), `/d/#/${at}/0`])),
      number: `/d/#/${sensors.length}`,
    }),
    write: (values, _, n) => [...values.map((p) => [p]), n],
  },
];

const CASE = fc
  .tuple(TARGET, fc.constantFrom(...SHAPES), fc.integer({ min: 1, max: 6 }))
  .chain(([target, shape, count]) =>
    fc.record({
      target: fc.constant(target),
      shape: fc.constant(shape),
      frames: fc.array(
        fc.array(fc.integer({ min: 0, max: target.highest }), {
          minLength: target.sensors.length,
          maxLength: target.sensors.length,
        }),
        { minLength: count, maxLength: count },
      ),
    }),
  );

describe('a mapping', () => {
  test('reads every frame of every shape as it was written, in order', () => {
    fc.assert(
      fc.property(CASE, ({ target, shape, frames }) => {
        const answer = { d: frames.map((values, at) => shape.write(values, target, 1000 + at)) };
        const decoded = decodeBy(shape.fields(target), answer, target);
        if (decoded.kind === 'refused') throw new Error(decoded.message);
        expect(decoded.frames.map(({ sensors }) => sensors.map(({ value }) => value))).toEqual(frames);
        expect(decoded.frames.map(({ own }) => own)).toEqual(frames.map((_, at) => 1000 + at));
        const { readOwn } = compileFields(shape.fields(target), target);
        for (const frame of decoded.frames) expect(readOwn(JSON.stringify(frame.sensors))).toBe(frame.own);
      }),
      { numRuns: 60 },
    );
  });

  test('says of any other JSON in one line of ASCII what is wrong, and never throws', () => {
    const decoders = SHAPES.map(({ fields }) => {
      const target = {
        sensors: [
          { id: 1, label: 'L', side: 'left' as const },
          { id: 2, label: 'R', side: 'right' as const },
        ],
        lowest: 0,
        highest: 9,
        decimals: 0,
      };
      return compileFields(fields(target), target);
    });
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(null, true, '', 'x', '3', '\u001b[2J', 1e308, -1, 0.5),
      fc.integer(),
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ withCrossShrink: true, maxDepth: 6 }, leaf, tie('list'), tie('record')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      record: fc.dictionary(
        fc.constantFrom('d', 's', 'l', 'r', 'p', 'i', 'n', 't', '__proto__', '0', 'L'),
        tie('value'),
        {
          maxKeys: 5,
        },
      ),
    })).value;
    fc.assert(
      fc.property(json, (answer) => {
        for (const decoder of decoders) {
          const decoded = decoder.decode(Buffer.from(JSON.stringify(answer)));
          const message = decoded.kind === 'refused' ? decoded.message : decoded.refused?.first.message;
          if (message !== undefined) expect(message).toMatch(/^[ -~]{1,300}$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('survives bytes that were changed at random', () => {
    const decoder = compileFields(
      { value: '/d/#/*', number: '/d/#/0' },
      {
        sensors: [0, 1, 2].map((id) => ({ id, label: `S${id}`, side: 'left' as const })),
        lowest: 0,
        highest: 1023,
        decimals: 0,
      },
    );
    const body = Buffer.from('{"d":[[1,2,3],[4,5,6],[7,8,9]]}');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(body.length - 1), fc.nat(255)), { maxLength: 4 }), (changes) => {
        const changed = Buffer.from(body);
        for (const [at, byte] of changes) changed[at] = byte;
        decoder.decode(changed);
      }),
      { numRuns: 300 },
    );
  });
});
