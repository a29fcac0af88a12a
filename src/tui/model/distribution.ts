import type { StoredList } from '../../store/store.ts';
import type { DistributionQuery, Effect } from './effect.ts';
import type { Message } from './message.ts';
import type { DistributionState, Model } from './model.ts';

/** The state of a distribution of which nothing is counted yet. */
export function resetDistribution(list: StoredList): DistributionState {
  return { list, counted: null, isWhole: false };
}

/** Opens the distribution from the patient or an event, or goes back from it to the patient. */
export function toggleDistribution(model: Model): Model {
  if (model.mode === 'distribution') return { ...model, mode: 'patient' };
  if (model.mode !== 'patient' && model.mode !== 'event') return model;
  const distribution = resetDistribution(model.distribution.list);
  return { ...model, mode: 'distribution', event: null, distribution };
}

/** Switches between the retained samples and the anomalies. */
export function switchDistributionList(model: Model): Model {
  if (model.mode !== 'distribution') return model;
  const list = model.distribution.list === 'samples' ? 'anomalies' : 'samples';
  return { ...model, distribution: resetDistribution(list) };
}

/** Shows what was counted. While a list is counted again, its last whole count stays on the screen. */
export function receiveDistribution(
  model: Model,
  { query, distribution, isWhole }: Extract<Message, { kind: 'distributionCounted' }>,
): Model {
  const { selected, distribution: shown } = model;
  if (query.patient !== selected || query.list !== shown.list || (shown.isWhole && !isWhole)) return model;
  return { ...model, distribution: { list: shown.list, counted: distribution, isWhole } };
}

/** Starts, changes or stops the counting when another list is on the screen than before. */
export function requestCounting(before: Model, after: Model): readonly Effect[] {
  const query = findShownList(after);
  const known = findShownList(before);
  if (query?.patient === known?.patient && query?.list === known?.list) return [];
  return [{ kind: 'countDistribution', query }];
}

function findShownList({ mode, helpOver, selected, distribution }: Model): DistributionQuery | null {
  const isShown = mode === 'distribution' || (mode === 'help' && helpOver === 'distribution');
  return isShown && selected !== null ? { patient: selected, list: distribution.list } : null;
}
