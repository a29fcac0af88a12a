import type xterm from '@xterm/headless';

/** What an emulated terminal shows, one line per row. */
export function readScreen({ buffer, rows }: xterm.Terminal): string {
  const { active } = buffer;
  return Array.from({ length: rows }, (_, row) =>
    active.getLine(active.baseY + row)?.translateToString(true),
  ).join('\n');
}
