/** A place on the screen, in cells from the top left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Returns the shortest codes that move the cursor to a place; `from` is null when it may be anywhere. */
export function moveCursor(from: Place | null, to: Place): string {
  const direct = to.x > 0 ? `\x1b[${to.y + 1};${to.x + 1}H` : to.y > 0 ? `\x1b[${to.y + 1}H` : '\x1b[H';
  if (from === null) return direct;
  const down = to.y - from.y;
  const vertical = down === 0 ? '' : step(Math.abs(down), down > 0 ? 'B' : 'A');
  const right = to.x - from.x;
  const ways = [direct, vertical + (right < 0 ? step(-right, 'D') : right > 0 ? step(right, 'C') : '')];
  if (to.x === 0) ways.push(`\r${vertical}`);
  if (right < 0 && right >= -4) ways.push('\b'.repeat(-right) + vertical);
  return ways.reduce((shortest, way) => (way.length < shortest.length ? way : shortest));
}

function step(cells: number, direction: 'A' | 'B' | 'C' | 'D'): string {
  return `\x1b[${cells === 1 ? '' : cells}${direction}`;
}
