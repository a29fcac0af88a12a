/** A key stands alone when no other byte comes within this time before or after it. */
const ALONE_MS = 50;

/** Finds the keys that stand alone, among everything that came. */
export class LoneKeys {
  /** When the newest byte came that counts. */
  #newestMs = Number.NEGATIVE_INFINITY;
  #candidate: { readonly key: string; readonly atMs: number } | null = null;

  /** When the newest key stands alone unless something else comes; null when it does not. */
  get dueMs(): number | null {
    return this.#candidate && this.#candidate.atMs + ALONE_MS;
  }

  /** Takes note of a key, or of something else, by when its first and last byte came. */
  note(firstMs: number, lastMs: number, key: string | null): void {
    const isApart = firstMs - this.#newestMs > ALONE_MS;
    this.#newestMs = lastMs;
    this.#candidate = isApart && key !== null ? { key, atMs: lastMs } : null;
  }

  /** The key of which it is certain now that it stands alone; each is given once. */
  settle(nowMs: number): string | null {
    if (!this.#candidate || nowMs - this.#candidate.atMs <= ALONE_MS) return null;
    const { key } = this.#candidate;
    this.#candidate = null;
    return key;
  }
}
