import { render } from 'preact';
import { DRAWING_STYLE } from '../drawing/palette.ts';
import { App } from './app.tsx';
import { READINGS_STYLE } from './views/readings-table.tsx';
import './style/index.css';
import 'uplot/dist/uPlot.min.css';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`${DRAWING_STYLE}\n${READINGS_STYLE}`);
document.adoptedStyleSheets.push(sheet);

const page = document.getElementById('page');
if (page !== null) render(<App />, page);
