import { useEffect, useRef } from 'preact/hooks';

const KEYS: readonly (readonly [string, string])[] = [
  ['?', 'this help, and back'],
  ['w', 'the ward: all patients'],
  ['space', 'freeze what is shown; back to now'],
  ['← →', 'one sample earlier, later'],
  ['Home', 'the oldest sample'],
  ['End', 'back to now'],
  ['K', 'keep the last two minutes for ever'],
  ['d', 'distribution of readings, and back'],
  ['P', 'hide names, and show them'],
  ['Esc', 'back: to now, the patient, the ward'],
];
const SIGNS: readonly (readonly [string, string])[] = [
  ['● live', 'the newest sample is current'],
  ['○ stale', 'no new samples; the last ones are grey'],
  ['! down', 'the API failed three polls in a row'],
  ['❄ then', 'a past instant'],
  ['!', 'a reading flagged as an anomaly'],
  ['~', 'an anomaly simulated by footwatch'],
  ['±', 'where the figure lies with a probability of 90 %'],
  ['–', 'not known'],
];

/** What keys and signs mean. */
export function HelpView({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="help-title">
      <h2 id="help-title">Keys and signs</h2>
      <dl class="keys">
        {KEYS.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <dl class="keys">
        {SIGNS.map(([sign, meaning]) => (
          <div key={sign}>
            <dt>{sign}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
