import { drawAnomalyLog } from './anomaly-log.ts';
import { drawBottomBar } from './bottom-bar.ts';
import { drawFootPanel } from './foot-panel.ts';
import type { Block, Frame } from './frame.ts';
import { drawHelp } from './help-view.ts';
import { type Layout, layOut } from './layout.ts';
import { drawLoadPanel } from './load-panel.ts';
import { drawMessage, explainAbsence } from './message-view.ts';
import type { Model } from './model.ts';
import { drawTopBar } from './patient-header.ts';
import { drawPatientStrip } from './patient-strip.ts';
import { drawPicker } from './picker-view.ts';
import { drawTooSmall } from './too-small-view.ts';
import { drawTracesPanel } from './traces-panel.ts';
import { makeContext, type ViewContext } from './view-context.ts';

/** The whole screen as plain data. The same model always gives the same frame. */
export function view(model: Model): Frame {
  const context = makeContext(model);
  const layout = layOut(model.size);
  if (!layout) return drawTooSmall(model.size, context.glyphs.ellipsis);
  return {
    width: model.size.columns,
    height: model.size.rows,
    blocks: [
      drawTopBar(context, layout.topBar),
      drawPatientStrip(context, layout.strip),
      ...drawBody(context, layout),
      drawBottomBar(context, layout.bottomBar),
    ],
  };
}

function drawBody(context: ViewContext, layout: Layout): Block[] {
  const { mode, patients } = context.model;
  if (mode === 'help') return [drawHelp(context, layout.body)];
  if (mode === 'picker' && patients !== null && patients.length > 0)
    return [drawPicker(context, layout.body)];
  const absence = explainAbsence(context);
  if (absence) return [drawMessage(absence, layout.body, context.glyphs.ellipsis)];
  return [
    drawTracesPanel(context, layout, 'left'),
    drawTracesPanel(context, layout, 'right'),
    drawFootPanel(context, layout.pressure),
    drawLoadPanel(context, layout.load),
    drawAnomalyLog(context, layout.anomalies),
  ];
}
