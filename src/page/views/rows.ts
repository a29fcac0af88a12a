const PAGE_ROWS = 10;
const SCROLL_PIXELS = 60;

/** The rows of the list that is shown, each a link. */
function listRows(): readonly HTMLElement[] {
  const dialog = document.querySelector('dialog[open]');
  return dialog === null ? [...document.querySelectorAll<HTMLElement>('[data-row]')] : [];
}

/**
 * Moves the focus by some rows; an infinite number of them goes to either end. Without rows what is shown is scrolled.
 *
 * @returns false where there is neither
 */
export function moveRow(by: number): boolean {
  const rows = listRows();
  const scrolled = document.querySelector('dialog[open]') ?? document.scrollingElement;
  if (rows.length === 0) {
    if (Number.isFinite(by)) scrolled?.scrollBy(0, by * SCROLL_PIXELS);
    else scrolled?.scrollTo(0, by < 0 ? 0 : scrolled.scrollHeight);
    return scrolled !== null;
  }
  const at = rows.findIndex((row) => row.matches(':focus'));
  const from = at < 0 ? (by > 0 ? -1 : rows.length) : at;
  const to = Math.max(0, Math.min(rows.length - 1, from + by));
  rows[at < 0 && by < 0 && Number.isFinite(by) ? 0 : to]?.focus();
  return true;
}

/** Moves the focus by a page. */
export function movePage(by: 1 | -1): boolean {
  return moveRow(by * PAGE_ROWS);
}

/** Opens the row that has the focus, or the first. */
export function openRow(): boolean {
  const rows = listRows();
  const row = rows.find((each) => each.matches(':focus')) ?? rows[0];
  row?.click();
  return row !== undefined;
}

/** The panel that the focus is in. */
export function findFocusedPanel(): string | null {
  return document.activeElement?.closest<HTMLElement>('[data-panel]')?.dataset.panel ?? null;
}
