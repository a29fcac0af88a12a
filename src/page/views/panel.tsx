import type { ComponentChildren } from 'preact';
import type { PanelName } from '../preferences.ts';

/** How a panel stands among the others. */
export interface PanelFrame {
  readonly isEnlarged: boolean;
  readonly onEnlarge: () => void;
}

/** A panel: one question, its answer, and a control that gives it the whole place. */
export function Panel({
  name,
  title,
  note,
  isOld,
  isScrolled = false,
  frame,
  children,
}: {
  readonly name: PanelName;
  readonly title: string;
  readonly note?: string;
  /** Whether what it shows is of no instant that is shown: then it is grey. */
  readonly isOld: boolean;
  /** Whether what has no room in it is scrolled, and nothing in it takes the focus that keys need for that. */
  readonly isScrolled?: boolean;
  readonly frame: PanelFrame;
  readonly children: ComponentChildren;
}) {
  return (
    <section
      class={`panel ${name}${isOld ? ' old' : ''}${frame.isEnlarged ? ' enlarged' : ''}`}
      aria-labelledby={`${name}-title`}
      data-panel={name}
    >
      <header class="panel-head">
        <h2 id={`${name}-title`}>{title}</h2>
        {note && <span class="quiet">{note}</span>}
        <button
          type="button"
          class="enlarge"
          aria-pressed={frame.isEnlarged}
          aria-label={frame.isEnlarged ? `make ${title} small again` : `enlarge ${title}`}
          onClick={frame.onEnlarge}
        >
          {frame.isEnlarged ? '–' : '+'}
        </button>
      </header>
      {isScrolled ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what has no room is scrolled by keys.
        <section class="panel-body" tabIndex={0} aria-label={`${title}, all of it`}>
          {children}
        </section>
      ) : (
        <div class="panel-body">{children}</div>
      )}
    </section>
  );
}
