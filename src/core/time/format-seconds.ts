/** What a thousandth of a second is as text, by its number. */
const THOUSANDTHS = Array.from({ length: 1000 }, (_, ms) => `.${String(ms).padStart(3, '0')}`);

/** The newest second that was written, and its text: nearly all instants are of the same second as the one before. */
let second = Number.NaN;
let secondText = '';

/** Writes an instant, Unix milliseconds, as seconds with three decimals: as `toFixed(3)` of the seconds does, which costs ten times as much. */
export function formatSeconds(ms: number): string {
  if (!(Number.isInteger(ms) && ms >= 0)) return (ms / 1000).toFixed(3);
  const thousandths = ms % 1000;
  const whole = (ms - thousandths) / 1000;
  if (whole !== second) {
    second = whole;
    secondText = String(whole);
  }
  return secondText + (THOUSANDTHS[thousandths] ?? '');
}
