/** An invented person, as the API describes a patient and the recording that is played. */
export interface Person {
  readonly firstname: string;
  readonly lastname: string;
  readonly birthdate: string;
  readonly disabled: boolean;
  readonly traceName: string;
  /** When the recording starts by its own clock, Unix milliseconds. */
  readonly recordedAtMs: number;
  /** Whether the bodies have `sensors[].name`, as newer ones of the service do. */
  readonly namesSensors: boolean;
}

/** The six people of the simulator, patients 1 to 6. */
export const PEOPLE: readonly Person[] = [
  {
    firstname: 'Janek',
    lastname: 'Grzegorczyk',
    birthdate: '1982',
    disabled: false,
    traceName: 'bach',
    recordedAtMs: Date.UTC(2010, 0, 1, 2, 35, 4),
    namesSensors: false,
  },
  {
    firstname: 'Elżbieta',
    lastname: 'Nowak',
    birthdate: '1976',
    disabled: false,
    traceName: 'ela',
    recordedAtMs: Date.UTC(2019, 5, 5, 11, 8, 51),
    namesSensors: true,
  },
  {
    firstname: 'Albert',
    lastname: 'Lisowski',
    birthdate: '1991',
    disabled: false,
    traceName: 'alek',
    recordedAtMs: Date.UTC(2019, 5, 5, 12, 24, 25),
    namesSensors: true,
  },
  {
    firstname: 'Małgorzata',
    lastname: 'Święcicka',
    birthdate: '1963',
    disabled: false,
    traceName: 'gosia',
    recordedAtMs: Date.UTC(2010, 10, 23, 9, 2, 17),
    namesSensors: false,
  },
  {
    firstname: 'Piotr',
    lastname: 'Wójcik',
    birthdate: '1987',
    disabled: false,
    traceName: 'piotrek - w czasie spaceru z psem',
    recordedAtMs: Date.UTC(2019, 5, 8, 17, 41, 0),
    namesSensors: true,
  },
  {
    firstname: 'Łucja',
    lastname: 'Dąbrowska',
    birthdate: '1949',
    disabled: true,
    traceName: 'łucja po urazie kolana',
    recordedAtMs: Date.UTC(2012, 2, 14, 10, 15, 30),
    namesSensors: false,
  },
];
