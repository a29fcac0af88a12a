/** What a key asks for. The key map binds keys to actions, update() carries them out. */
export type Action =
  | 'quit'
  /** Ctrl-C, which arrives as a key because the terminal is in raw mode. */
  | 'interrupt'
  /** Ctrl-Z, which arrives as a key because the terminal is in raw mode. */
  | 'suspend'
  /** Draws all of the screen anew. */
  | 'redraw'
  | 'help'
  /** Hides names, or shows them again. */
  | 'privacy'
  | 'ward'
  | 'filter'
  | 'sort'
  | 'nextPatient'
  | 'previousPatient'
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'first'
  | 'last'
  | 'open'
  | 'back'
  | 'freeze'
  | 'earlier'
  | 'later'
  | 'secondEarlier'
  | 'secondLater'
  /** The oldest sample of a patient; in a list, its first row. */
  | 'home'
  /** Back to the live view of a patient; in a list, its last row. */
  | 'end'
  | 'faster'
  | 'slower'
  | 'zoomIn'
  | 'zoomOut'
  | 'newerEvent'
  | 'olderEvent'
  | 'distribution'
  /** Keeps a span of the patient for ever. */
  | 'keep'
  /** Marks the instant shown with a word. */
  | 'mark'
  | 'forgetMarks'
  /** The list of kept walks, and back. */
  | 'kept'
  | 'distributionSource'
  | 'nextPanel'
  | 'previousPanel'
  | 'enlarge'
  | 'toggleTraces'
  | 'toggleFeet';

/** The actions that move through the history of a patient, or through a recording. */
export type TravelAction = Extract<
  Action,
  'freeze' | 'earlier' | 'later' | 'secondEarlier' | 'secondLater' | 'home' | 'end' | 'faster' | 'slower'
>;
