/** The signs and words that the help explains, in the order in which it lists them. */
export const HELP_SIGNS = [
  { sign: 'replay', meaning: 'a recording is played, not the present' },
  { sign: 'live', meaning: 'the newest sample is current' },
  { sign: 'frozen', meaning: 'a past instant; End returns to now' },
  { sign: 'stale', meaning: 'no new samples; the last ones are grey' },
  { sign: 'down', meaning: 'the API failed three polls in a row' },
  { sign: 'neverSeen', meaning: 'the store has no data on this patient' },
  { sign: 'flagged', meaning: 'a reading flagged as an anomaly' },
  { sign: 'simulated', meaning: 'an anomaly simulated by footwatch' },
  { sign: 'newAnomalies', meaning: 'ward: anomalous samples since last seen' },
  { sign: 'newSimulated', meaning: 'the same, all simulated as far as known' },
  { sign: 'traceMarks', meaning: 'above a trace: flagged, simulated' },
  { sign: 'traceGap', meaning: 'in a trace: no sample at that time' },
  { sign: 'ramp', meaning: 'lowest to highest, which is an ordinary reading' },
  { sign: 'notKnown', meaning: 'not known' },
  { sign: 'centre', meaning: 'centre of pressure, and where it was' },
  { sign: 'hiddenName', meaning: 'a hidden name' },
  { sign: 'storedMeanwhile', meaning: 'samples stored since you froze it' },
  { sign: 'delay', meaning: 'time from the cacher to this screen' },
  { sign: 'wakeUps', meaning: 'the store announces new samples at once' },
  { sign: 'polling', meaning: 'the store is asked at short intervals' },
] as const;

/** Names a sign that the help explains; the help screen knows how each is drawn. */
export type HelpSign = (typeof HELP_SIGNS)[number]['sign'];
