import { describe, expect, test } from 'vitest';
import { jsonFault, yamlFault } from '../../src/settings/parse-error.ts';

describe('yamlFault', () => {
  test('counts lines from one, and says so when there is none', () => {
    expect(yamlFault('bad indentation of a mapping entry', 1)).toEqual({
      line: 2,
      reason: 'bad indentation of a mapping entry',
    });
    expect(yamlFault('expected a single document in the stream, but found more', undefined).line).toBeNull();
  });

  test.each([
    ['unidentified alias "hunter2"', 'unidentified alias …'],
    ['unidentified alias "hun"ter2"', 'unidentified alias …'],
    ['unknown tag !<!hunter2>', 'unknown tag …'],
    ['tag name is malformed: %hunter2', 'tag name is malformed'],
    ['tag prefix is malformed: hun: ter2', 'tag prefix is malformed'],
  ])('holds nothing of the text: %s', (reason, shown) => {
    expect(yamlFault(reason, 0).reason).toBe(shown);
  });
});

describe('jsonFault', () => {
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
  ])('tells the line of %j, and nothing of its content', (text, line) => {
    const fault = jsonFault(text);
    expect(fault?.line).toBe(line);
    expect(fault?.reason).toMatch(/^(Unexpected|Expected|Bad|No number|Unterminated)/);
    expect(fault?.reason).not.toMatch(/hunter2|position|"|\p{Cc}/u);
  });

  test('finds no fault in what is right', () => {
    expect(jsonFault('{"a": [1, 2]}')).toBeNull();
  });
});
