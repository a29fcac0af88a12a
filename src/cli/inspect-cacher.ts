import type { CacherFacts } from '../core/diagnosis/diagnose-cacher.ts';
import type { Settings } from '../settings/registry.ts';
import { askCacher } from './ask-cacher.ts';

const BEHIND = /^footwatch_behind ([01])$/m;

/** Asks the cacher that serves its metrics at the address of the settings; null when there is none. */
export async function inspectCacher(settings: Settings): Promise<CacherFacts | null> {
  const address = settings['cacher.metrics'];
  if (address === null) return null;
  const readiness = await askCacher(address, '/readyz');
  if (readiness.kind !== 'answered') return readiness;
  const metrics = await askCacher(address, '/metrics');
  if (metrics.kind !== 'answered') return metrics;
  const behind = BEHIND.exec(metrics.text)?.[1];
  return {
    kind: 'answered',
    notReadyReason: readiness.isOk ? null : readiness.text,
    isBehind: behind === undefined ? null : behind === '1',
  };
}
