/** Letters that NFD leaves in place, as they are no base letter with a mark. */
const UNDIVIDED: Readonly<Record<string, string>> = {
  ...{ ł: 'l', Ł: 'L', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ħ: 'h', Ħ: 'H' },
  ...{ ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ı: 'i', ŧ: 't', Ŧ: 'T', ŋ: 'n', Ŋ: 'N' },
};
const UNDIVIDED_LETTER = new RegExp(`[${Object.keys(UNDIVIDED).join('')}]`, 'g');

/** Reduces Latin letters to their base letters: `Żółć` becomes `Zolc`, `Groß` `Gross`. Other characters stay as they are. */
export function stripDiacritics(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(UNDIVIDED_LETTER, (letter) => UNDIVIDED[letter] ?? letter);
}
