import { choice, commandWords, duration, numberList, toggle, wholeNumber } from '../setting-kinds.ts';

/** The settings `watch.*`: whom to show, as what, and how the dashboard looks. */
export const WATCH_SETTINGS = {
  'watch.patient': numberList<null>({
    flag: 'patient',
    describe: 'Patients to read, such as 3 or 1-6,9',
    default: null,
    completion: { kind: 'patients' },
  }),
  'watch.once': toggle({ flag: 'once', describe: 'Print the present state and exit' }),
  'watch.json': toggle({ flag: 'json', describe: 'Print JSON, one object a line' }),
  'watch.plain': toggle({ flag: 'plain', describe: 'Print lines of text, also on a terminal' }),
  'watch.speak': toggle({
    flag: 'speak',
    describe: 'Print sentences for screen readers, when something changes',
  }),
  'watch.width': wholeNumber<null>(1, 1000, {
    flag: 'width',
    argument: 'N',
    describe: 'Columns to draw',
    default: null,
    defaultText: "the terminal's",
  }),
  'watch.height': wholeNumber<null>(1, 1000, {
    flag: 'height',
    argument: 'N',
    describe: 'Rows to draw',
    default: null,
    defaultText: "the terminal's",
  }),
  'watch.theme': choice(['auto', 'dark', 'light', 'mono'], {
    flag: 'theme',
    argument: 'THEME',
    describe:
      'Colours for a dark or a light background, or none (mono); auto follows COLORFGBG, and is dark without it',
    default: 'auto',
  }),
  'watch.ascii': toggle({
    flag: 'ascii',
    describe: 'Draw in ASCII, which is automatic where the locale has no UTF-8',
  }),
  'watch.privacy': toggle({
    flag: 'privacy',
    describe:
      'Hide names, birth dates and the names of walks; the key P shows and hides them in the dashboard',
  }),
  'watch.traces': choice(['scroll', 'sweep'], {
    flag: 'traces',
    argument: 'MOTION',
    describe: 'Motion of the traces; sweep is that of a bedside monitor',
    default: null,
    defaultText: 'scroll; sweep with --light',
  }),
  'watch.feet': choice(['field', 'numbers'], {
    flag: 'feet',
    argument: 'STYLE',
    describe: 'Draw the feet as a colour field, or as numbers and bars',
    default: null,
    defaultText: 'field; numbers with --light',
  }),
  'watch.light': toggle({
    flag: 'light',
    describe: 'For slow links: sweep traces and feet as numbers, a quarter of the bytes',
  }),
  'watch.mouse': toggle({
    flag: 'mouse',
    describe: 'Let the mouse wheel do what the up and down keys do',
  }),
  'watch.escapeTimeout': duration(0, 1000, {
    flag: 'escape-timeout',
    describe:
      'How long Esc waits for the rest of a key that the terminal sends in pieces; longer for links that stall',
    default: 60,
  }),
  'watch.linkRate': wholeNumber<null>(100, 1_000_000_000, {
    flag: 'link-rate',
    argument: 'N',
    describe:
      'Bytes a second that the link to the terminal carries, used where the terminal cannot be asked (tmux, screen)',
    default: null,
    defaultText: 'not paced',
  }),
  'watch.bell': toggle({
    flag: 'bell',
    describe: 'Ring the bell when an anomaly of the patient on the screen begins',
  }),
  'watch.onAnomaly': commandWords({
    flag: 'on-anomaly',
    argument: 'CMD',
    describe:
      'Command to run, without a shell, when an anomaly of the patient on the screen begins; it gets FOOTWATCH_ANOMALY_PATIENT, _START, _SENSORS, _SOURCES and _PEAK',
    default: null,
  }),
};
