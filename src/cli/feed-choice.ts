import type { Settings } from '../settings/registry.ts';
import { explainUndrawable } from '../tui/terminal-capabilities.ts';
import type { LoadedSettings } from './load-settings.ts';
import { refuseSetting } from './refuse-setting.ts';

/** Whether lines are printed in place of the dashboard. */
export function isFeedWanted(settings: Settings): boolean {
  return (
    settings['watch.json'] ||
    settings['watch.plain'] ||
    settings['watch.speak'] ||
    !isOnTerminal() ||
    explainUndrawable(process.env, process.platform) !== null
  );
}

/** As isFeedWanted(), and where that is because of what the terminal is, tells so on stderr. */
export function chooseFeed(settings: Settings): boolean {
  const isAskedFor = settings['watch.json'] || settings['watch.plain'] || settings['watch.speak'];
  const reason = explainUndrawable(process.env, process.platform);
  if (!isAskedFor && isOnTerminal() && reason !== null)
    process.stderr.write(`footwatch: ${reason}: lines are printed in place of the dashboard\n`);
  return isFeedWanted(settings);
}

/** Refuses JSON and speech at once: neither would be what was asked for. */
export function refuseSpokenJson(settings: Settings, origins: LoadedSettings['origins']): void {
  if (settings['watch.speak'] && settings['watch.json'])
    throw refuseSetting(origins['watch.speak'], `cannot be used with ${origins['watch.json'].place}`);
}

/** Whether there is a terminal to draw the dashboard on, and one to read keys from. */
function isOnTerminal(): boolean {
  return process.stdout.isTTY === true && process.stdin.isTTY === true;
}
