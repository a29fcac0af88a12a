/** Letters of scripts that are written from the right: Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam and others. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** An invisible letter that is written from the left: what it separates is not ordered together. */
export const LEFT_TO_RIGHT_MARK = '\u200e';

/** Whether a text has letters that are written from the right. */
export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/**
 * Sets a name off from what stands beside it. Terminals that reorder text written from the right take along numbers and signs
 * on both sides of it, so that a number comes to stand beside another name.
 */
export function setOffName(name: string): string {
  return isRightToLeft(name) ? LEFT_TO_RIGHT_MARK + name + LEFT_TO_RIGHT_MARK : name;
}
