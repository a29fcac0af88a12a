import { type Markup, markup } from '../drawing/markup.ts';

/** Writes a number of the report for people, with its exact value and its name in the JSON for programs that read the page. */
export function tell(name: string, value: number, text: string): Markup {
  return markup`<data data-name="${name}" value="${value}">${text}</data>`;
}

/** Writes a share as whole per cent. */
export function tellShare(name: string, share: number | null): Markup {
  return share === null ? markup`–` : markup`${tell(name, share, String(Math.round(share * 100)))} %`;
}

/** Writes a time in seconds: `41 s`, `4 min 32 s`. */
export function tellSeconds(name: string, seconds: number): Markup {
  return tell(name, seconds, formatSeconds(seconds));
}

/** Formats a time in seconds: `0 s`, `0.4 s`, `41 s`, `4 min 32 s`, `2 h 4 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds === 0) return '0 s';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 === 0 ? '' : ` ${whole % 60} s`}`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
