import { MAX_POLLS_PER_COLUMN } from './layout.ts';
import { type Model, PANELS } from './model.ts';
import { chooseFeet, chooseTraces } from './slow-link.ts';

/** Moves the focus to the next panel (1) or the previous one (-1), around at the ends. */
export function stepFocus(model: Model, step: 1 | -1): Model {
  if (model.mode !== 'patient') return model;
  const at = model.focus === null ? (step > 0 ? -1 : 0) : PANELS.indexOf(model.focus);
  return { ...model, focus: PANELS[(at + step + PANELS.length) % PANELS.length] ?? null };
}

/** Gives the whole body to the focused panel, or shows all panels again. */
export function toggleEnlarged(model: Model): Model {
  if (model.mode !== 'patient') return model;
  return { ...model, focus: model.focus ?? 'left-traces', isEnlarged: !model.isEnlarged };
}

/** Multiplies the time that the traces span: 0.5 zooms in, 2 zooms out. */
export function zoomTraces(model: Model, factor: 0.5 | 2): Model {
  if (model.mode !== 'patient') return model;
  const pollsPerColumn = Math.max(1, Math.min(MAX_POLLS_PER_COLUMN, model.pollsPerColumn * factor));
  return { ...model, pollsPerColumn };
}

/** Switches between traces that scroll and traces that sweep. */
export function toggleTraces(model: Model): Model {
  const traces = chooseTraces(model) === 'scroll' ? 'sweep' : 'scroll';
  return { ...model, traces, chosen: { ...model.chosen, traces: true } };
}

/** Switches between feet as a colour field and feet as numbers. */
export function toggleFeet(model: Model): Model {
  const feet = chooseFeet(model) === 'field' ? 'numbers' : 'field';
  return { ...model, feet, chosen: { ...model.chosen, feet: true } };
}
