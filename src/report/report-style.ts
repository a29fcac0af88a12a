import { DRAWING_STYLE } from '../drawing/palette.ts';

/** The style of the page: two sides of A4 in print, one column on a narrow screen. No font and no picture comes from elsewhere. */
export const REPORT_STYLE = `
${DRAWING_STYLE}
@page { size: A4; margin: 11mm 13mm; }
* { box-sizing: border-box; }
html { color: #1a1a1a; background: #fff; font: 14px/1.4 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; }
body { margin: 0 auto; padding: 1.5rem; max-width: 56rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 1.4rem 0 .4rem; padding-bottom: .2rem; border-bottom: 1px solid #c9c9c9; }
h3 { font-size: .9rem; font-weight: 600; margin: 0 0 .2rem; }
p { margin: .3rem 0; overflow-wrap: anywhere; }
.quiet { color: #595959; }
.note { border-left: 3px solid #0b5394; padding-left: .6rem; margin: .6rem 0; }
.facts { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin: .7rem 0 0; padding: 0; list-style: none; }
.facts b { font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .18rem .6rem .18rem 0; border-bottom: 1px solid #e2e2e2; vertical-align: baseline; font-weight: 400; }
thead th { color: #595959; font-size: .85rem; }
td.figure { text-align: right; white-space: nowrap; font-weight: 600; }
td.unit { white-space: nowrap; }
td.interval { white-space: nowrap; }
td.scale { width: 8rem; vertical-align: middle; }
.pictures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1.2rem; }
figcaption { font-size: .85rem; color: #595959; }
.sensors { display: grid; grid-template-columns: repeat(var(--sensors), 1fr); gap: .5rem .9rem; margin: 0; }
figure { margin: 0; }
.saturated { display: block; min-height: 1.3em; }
.limits { columns: 2; column-gap: 1.6rem; margin: 0; padding: 0; list-style: none; font-size: .9rem; }
.limits li { break-inside: avoid; margin-bottom: .15rem; }
.notice { margin-top: 1rem; padding: .5rem .7rem; border: 1px solid #595959; font-size: .85rem; }
.differs { font-weight: 600; }
@media (max-width: 40rem) { .sensors { --sensors: 2 !important; } .pictures { grid-template-columns: 1fr; } .limits { columns: 1; } td.scale, thead th.scale { display: none; } }
@media print {
  html { font-size: 10.5px; }
  body { max-width: none; padding: 0; }
  .side { break-before: page; }
  .pictures { gap: 2rem; padding: 0 1.5rem; }
  section, tr { break-inside: avoid; }
}
`;
