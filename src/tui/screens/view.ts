import { listSides, type Side } from '../../core/insole/insole.ts';
import type { Block, Frame } from '../frame/frame.ts';
import { enlargePanel, type Layout, layOut } from '../model/layout.ts';
import type { Model } from '../model/model.ts';
import { drawBottomBar } from './bottom-bar.ts';
import { drawDistribution } from './distribution/distribution-view.ts';
import { drawEvent } from './event/event-view.ts';
import { drawHelp } from './help/help-view.ts';
import { drawKept } from './kept/kept-view.ts';
import { drawMessage, explainAbsence } from './notice/message-view.ts';
import { drawTooSmall } from './notice/too-small-view.ts';
import { drawAnomalyLog } from './patient/anomaly-log.ts';
import { drawFootPanel } from './patient/foot-panel.ts';
import { drawLoadPanel } from './patient/load-panel.ts';
import { drawTopBar } from './patient/patient-header.ts';
import { drawPatientStrip } from './patient/patient-strip.ts';
import { drawStridePanel } from './patient/stride-panel.ts';
import { drawTracesPanel } from './patient/traces-panel.ts';
import { makeContext, type ViewContext } from './view-context.ts';
import { drawWard, drawWardBar } from './ward/ward-view.ts';

/**
 * Draws the whole screen as plain data. Equal models give equal frames.
 *
 * @param isStatePending leaves out the words of state, for a frame that takes so long to arrive that they would be old
 */
export function view(model: Model, isStatePending = false): Frame {
  const context = makeContext(model, isStatePending);
  const layout = layOut(model.size);
  if (!layout) return drawTooSmall(model.size, context.glyphs.ellipsis);
  const { mode } = model;
  const isWard = mode === 'ward' || (mode === 'kept' && model.kept.patient === null);
  return {
    width: model.size.columns,
    height: model.size.rows,
    blocks: [
      isWard ? drawWardBar(context, layout.topBar) : drawTopBar(context, layout.topBar),
      ...(isWard ? [] : [drawPatientStrip(context, layout.strip)]),
      ...drawBody(context, layout),
      drawBottomBar(context, layout.bottomBar),
    ],
  };
}

function drawBody(context: ViewContext, layout: Layout): Block[] {
  const { mode, patients } = context.model;
  if (mode === 'help') return [drawHelp(context, layout.body)];
  if (mode === 'kept') return [drawKept(context, layout.body)];
  if (mode === 'ward' && patients !== null && patients.length > 0) return [drawWard(context, layout)];
  const absence = explainAbsence(context);
  if (absence) return [drawMessage(absence, layout.body, context.glyphs.ellipsis)];
  if (mode === 'event') return [drawEvent(context, layout.body)];
  if (mode === 'distribution') return drawDistribution(context, layout.body);
  return drawPanels(context, layout);
}

function drawPanels(context: ViewContext, layout: Layout): Block[] {
  const { isEnlarged } = context.model;
  const sides = listSides(context.insole);
  const focus = chooseFocus(context.model.focus, sides);
  const shown = isEnlarged && focus !== null ? enlargePanel(layout, focus) : layout;
  const blocks: Block[] = [
    ...sides.map((side) => drawTracesPanel(context, shown, side)),
    drawFootPanel(context, shown.pressure),
    drawLoadPanel(context, shown.load),
    ...(shown.isShared && focus === 'stride' ? [] : [drawAnomalyLog(context, shown.anomalies)]),
    ...(shown.isShared && focus !== 'stride' ? [] : [drawStridePanel(context, shown.stride)]),
  ];
  if (focus === null) return blocks;
  return blocks
    .filter(({ id }) => !isEnlarged || id === focus)
    .map((block) => (block.id === focus ? markFocus(block, context.glyphs.cursor) : block));
}

/** The panel that has the focus; where one foot wears nothing, its panel is that of the other. */
function chooseFocus(focus: Model['focus'], sides: readonly Side[]): Model['focus'] {
  const [only, ...others] = sides;
  const isTraces = focus === 'left-traces' || focus === 'right-traces';
  return isTraces && only !== undefined && others.length === 0 ? `${only}-traces` : focus;
}

function markFocus(block: Block, cursor: string): Block {
  if (!block.border) return block;
  const title = [{ text: cursor, foreground: 'bright' as const }, ...block.border.title];
  return { ...block, border: { ...block.border, title } };
}
