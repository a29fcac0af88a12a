/** The panels of a patient, in the order in which Tab goes through them. */
export const PANELS = ['traces', 'feet', 'gait', 'stride', 'events'] as const;

/** Names a panel of a patient. */
export type PanelName = (typeof PANELS)[number];

/** How somebody wants to see what is shown. */
export interface Preferences {
  /** Whether names are hidden. */
  readonly isPrivate: boolean;
  /** How long the traces are. */
  readonly spanSeconds: number;
  /** Whether traces are swept, as on a monitor, rather than scrolling. */
  readonly isSwept: boolean;
  /** Whether the feet are numbers rather than a field of colours. */
  readonly isNumbers: boolean;
  /** The panel that has the whole place. */
  readonly enlarged: PanelName | null;
}

/** How long traces can be: the mean stride needs two minutes, so that more are not there. */
const SPANS = [4, 8, 15, 30, 60, 120];

/** What is seen at first: who does not want motion gets traces that stand still. */
export function startPreferences(wantsNoMotion: boolean): Preferences {
  return {
    isPrivate: false,
    spanSeconds: 15,
    isSwept: wantsNoMotion,
    isNumbers: false,
    enlarged: null,
  };
}

/** The next longer (1) or shorter (-1) traces. */
export function zoomSpan(spanSeconds: number, by: 1 | -1): number {
  return SPANS[Math.max(0, Math.min(SPANS.length - 1, SPANS.indexOf(spanSeconds) + by))] ?? spanSeconds;
}
