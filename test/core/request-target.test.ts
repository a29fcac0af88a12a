import { describe, expect, test } from 'vitest';
import { appendPatient, fillTemplate } from '../../src/core/request-target.ts';

describe('the path of a request', () => {
  test('has the number of the patient at the end of a base URL', () => {
    expect(appendPatient('http://host/v1/')(3)).toBe('/v1/3');
    expect(appendPatient('http://host/v1/?key=a&patient=')(3)).toBe('/v1/?key=a&patient=3');
  });

  test('has it wherever a template says, with the query as it was', () => {
    expect(fillTemplate('https://host/v1/{patient}/latest?n=50')(3)).toBe('/v1/3/latest?n=50');
    expect(fillTemplate('https://host/?a={patient}&b={patient}')(12)).toBe('/?a=12&b=12');
    expect(fillTemplate('https://host/pressure')(3)).toBe('/pressure');
  });

  test('has the name that the API gives the patient, encoded', () => {
    const names = { 3: 'a7f/22 ?#{patient}' };
    const target = fillTemplate('https://host/{patient}?d={patient}', names);
    expect(target(3)).toBe('/a7f%2F22%20%3F%23%7Bpatient%7D?d=a7f%2F22%20%3F%23%7Bpatient%7D');
    expect(target(4)).toBe('/4?d=4');
    expect(appendPatient('http://host/', { 3: 'ä' })(3)).toBe('/%C3%A4');
  });
});
