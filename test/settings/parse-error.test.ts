import { describe, expect, test } from 'vitest';
import { findJsonFault, makeYamlFault } from '../../src/settings/parse-error.ts';

describe('makeYamlFault', () => {
  test('counts lines from 1, and gives null for a fault in no line', () => {
    expect(makeYamlFault('bad indentation of a mapping entry', 1)).toEqual({
      line: 2,
      reason: 'bad indentation of a mapping entry',
    });
    expect(
      makeYamlFault('expected a single document in the stream, but found more', undefined).line,
    ).toBeNull();
  });

  test.each([
    ['unidentified alias "hunter2"', 'unidentified alias …'],
    ['unidentified alias "hun"ter2"', 'unidentified alias …'],
    ['unknown tag !<!hunter2>', 'unknown tag …'],
    ['tag name is malformed: %hunter2', 'tag name is malformed'],
    ['tag prefix is malformed: hun: ter2', 'tag prefix is malformed'],
  ])('leaves out what may be content of the file: %s', (reason, shown) => {
    expect(makeYamlFault(reason, 0).reason).toBe(shown);
  });
});

describe('findJsonFault', () => {
  test.each([
    ['{\n  "a": 1,\n}', 3],
    ['{\n  "a": 1\n  "b": "hunter2"\n}', 3],
    ['{\n  "a": [1,\n    2,\n  ]\n}', 4],
    ['patients: 1\n', 1],
    ['{"a": hunter2}', 1],
    ['{\n"a": tru\n}', 2],
    ['{"a": "hunter2\n"}', 1],
    ['{"a": 1}\nhunter2', 2],
    ['{\n', 2],
    ['-\n', 1],
  ])('gives the line of the fault in %j, and none of its content', (text, line) => {
    const fault = findJsonFault(text);
    expect(fault?.line).toBe(line);
    expect(fault?.reason).toMatch(/^(Unexpected|Expected|Bad|No number|Unterminated)/);
    expect(fault?.reason).not.toMatch(/hunter2|position|"|\p{Cc}/u);
  });

  test('finds no fault in valid JSON', () => {
    expect(findJsonFault('{"a": [1, 2]}')).toBeNull();
  });
});
