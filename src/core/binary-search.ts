/**
 * Finds where a sorted sequence turns: the first index for which `isBefore` is false, or `length` when it is true for all.
 *
 * @param length how many entries there are
 * @param isBefore whether the entry at an index lies before what is searched for: true up to some index, false from there on
 */
export function findFirstIndex(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
