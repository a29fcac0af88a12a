import { getEnvironmentVariable, SETTING_KEYS, type SettingKey } from './registry.ts';
import type { Environment } from './setting-definition.ts';

const PREFIX = 'FOOTWATCH_';
/** Names the configuration file, which is no setting. */
export const CONFIG_VARIABLE = 'FOOTWATCH_CONFIG';
/** What `watch --on-anomaly` tells its command, which may run footwatch, and what Kubernetes sets beside a service of that name. */
const OF_OTHERS = /^FOOTWATCH_(ANOMALY_|SERVICE_|PORT_\d)/;
/** The share of a name that may be wrong in what it is likely to mean. */
const MAX_WRONG_SHARE = 0.5;

/** Says of each variable that looks like one of footwatch's, and is none, which one it is likely to mean. */
export function describeUnknownVariables(environment: Environment): string[] {
  const targets = listTargets();
  const known = new Set([
    CONFIG_VARIABLE,
    ...SETTING_KEYS.flatMap((key) => getEnvironmentVariable(key) ?? []),
  ]);
  return Object.keys(environment)
    .filter((name) => environment[name] && name.toUpperCase().startsWith(PREFIX))
    .filter((name) => !known.has(name) && !OF_OTHERS.test(name))
    .sort()
    .map((name) => `${name} is no variable of footwatch, and sets nothing${suggest(name, targets)}`);
}

/** A name that a variable could be meant as, and what to say then. */
interface Target {
  readonly name: string;
  readonly advice: string;
}

/** Each variable by its own name, and by the one that the key of its setting would have. */
function listTargets(): readonly Target[] {
  const settings = SETTING_KEYS.flatMap((key): Target[] => {
    const variable = getEnvironmentVariable(key);
    const advice = variable ?? `${key} in a configuration file, as it has no variable`;
    return [...(variable === null ? [] : [{ name: variable, advice }]), { name: nameByKey(key), advice }];
  });
  return [{ name: CONFIG_VARIABLE, advice: CONFIG_VARIABLE }, ...settings];
}

/** `api.baseUrl` as FOOTWATCH_API_BASE_URL. */
function nameByKey(key: SettingKey): string {
  return PREFIX + key.replace(/[A-Z]/g, '_$&').replaceAll('.', '_').toUpperCase();
}

function suggest(name: string, targets: readonly Target[]): string {
  const given = name.toUpperCase().slice(PREFIX.length);
  const ranked = targets
    .map(({ name: target, advice }) => ({ advice, target: target.slice(PREFIX.length) }))
    .map(({ advice, target }) => ({
      advice,
      share: countEdits(given, target) / Math.max(given.length, target.length),
    }))
    .sort((a, b) => a.share - b.share);
  const [best] = ranked;
  return best === undefined || best.share > MAX_WRONG_SHARE
    ? '; footwatch config show lists the settings'
    : `; did you mean ${best.advice}?`;
}

/** How many letters have to be inserted, removed or replaced to make one text the other. */
function countEdits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, length) => length);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, counterpart] of [...other].entries()) {
      const [replaced = 0, removed = 0, inserted = 0] = [row[column], row[column + 1], next[column]];
      next.push(Math.min(replaced + (letter === counterpart ? 0 : 1), removed + 1, inserted + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
