import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import type { PageAction } from '../keys/page-keys.ts';
import type { Preferences } from '../preferences.ts';
import type { Route } from '../route.ts';
import { drawOnChange } from '../stable.ts';
import type { LinkWords } from '../words.ts';
import { ActionButton } from './action-button.tsx';

/** What can be done on what is shown, what was just done, and whether the API and the store answer. */
export const BottomBar = drawOnChange(function BottomBar({
  route,
  links,
  preferences,
  message,
  act,
}: {
  readonly route: Route;
  readonly links: readonly LinkWords[];
  readonly preferences: Preferences;
  readonly message: string;
  readonly act: (action: PageAction) => void;
}) {
  const { isPrivate, isSwept, isNumbers, spanSeconds } = preferences;
  const isPatient = route.view === 'patient';
  const isTimed = isPatient || route.view === 'walk';
  return (
    <footer class="bar">
      <div class="choices">
        <ActionButton action="help" act={act} words="help" />
        {isPatient && <ActionButton action="keep" act={act} words="keep" />}
        {isPatient && <ActionButton action="mark" act={act} words="mark" />}
        {(isPatient || route.view === 'ward') && <ActionButton action="kept" act={act} words="kept walks" />}
        {isPatient && <ActionButton action="distribution" act={act} words="distribution" />}
        {isPatient && (
          <a
            class="button"
            href={`api/patients/${route.patient}/report?zone=${zoneOffsetMinutes()}`}
            target="_blank"
            rel="noreferrer"
          >
            report
          </a>
        )}
        {isTimed && (
          <span class="group">
            <ActionButton action="zoomOut" act={act} words="" label="longer traces" />
            <span class="quiet">{spanSeconds} s</span>
            <ActionButton action="zoomIn" act={act} words="" label="shorter traces" />
          </span>
        )}
        {isTimed && <ActionButton action="toggleTraces" act={act} words="sweep" isPressed={isSwept} />}
        {isTimed && <ActionButton action="toggleFeet" act={act} words="numbers" isPressed={isNumbers} />}
        <ActionButton action="privacy" act={act} words="hide names" isPressed={isPrivate} />
      </div>
      <p class="message" role="status">
        {message}
      </p>
      <p class="links">
        {links.map(({ text, tone }) => (
          <span key={text} class={tone}>
            {text}
          </span>
        ))}
        <span class="quiet">no medical device</span>
      </p>
    </footer>
  );
});
