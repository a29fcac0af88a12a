import { useLayoutEffect, useRef } from 'preact/hooks';
import { HELP_SIGNS, type HelpSign } from '../../core/keys/help-signs.ts';
import { nameKey } from '../../core/keys/key-name.ts';
import { PAGE_KEYS } from '../keys/page-keys.ts';

/** The signs as the page draws them; those of a terminal alone are left out. */
const SIGNS: Partial<Readonly<Record<HelpSign, string>>> = {
  live: '● live',
  frozen: '❄ frozen',
  replay: '▷ replay',
  stale: '○ stale',
  down: '! down',
  neverSeen: '? never seen',
  flagged: '! 894',
  simulated: '~ 894',
  newAnomalies: '! +3',
  newSimulated: '~ +3',
  traceMarks: '! ~',
  traceGap: '····',
  notKnown: '–',
  hiddenName: '***',
  storedMeanwhile: '+12',
  delay: 'delay',
};

/** What keys and signs mean. */
export function HelpView({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" onClose={onClose} aria-labelledby="help-title">
      <header class="dialog-head">
        <h2 id="help-title">Keys and signs</h2>
        <button type="button" onClick={onClose}>
          <kbd>Esc</kbd> close
        </button>
      </header>
      <div class="help-lists">
        <dl class="keys">
          {PAGE_KEYS.map(({ action, keys, label }) => (
            <div key={action}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{nameKey(key, true)}</kbd>
                ))}
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
          <div>
            <dt>
              <kbd>Tab</kbd>
            </dt>
            <dd>the next control; each panel has one, and z enlarges where it is</dd>
          </div>
        </dl>
        <dl class="keys">
          {HELP_SIGNS.flatMap(({ sign, meaning }) => {
            const drawn = SIGNS[sign];
            return drawn === undefined
              ? []
              : [
                  <div key={sign}>
                    <dt>{drawn}</dt>
                    <dd>{meaning}</dd>
                  </div>,
                ];
          })}
          <div>
            <dt>±</dt>
            <dd>the figure lies within, with a probability of 90 %</dd>
          </div>
        </dl>
      </div>
      <p class="quiet">
        Touch: the arrows beside the slider go through time, and a swipe over the traces does; a tap on a row
        opens it.
      </p>
    </dialog>
  );
}
