/** Reduces Latin letters to their base letters: `Żółć` becomes `Zolc`. Other characters stay as they are. */
export function stripDiacritics(text: string): string {
  // The stroke of ł is no combining mark in Unicode, so NFD leaves it in place.
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/ł/g, 'l').replace(/Ł/g, 'L');
}
