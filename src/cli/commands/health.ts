import { askCacher } from '../ask-cacher.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { LoadedSettings } from '../load-settings.ts';

/**
 * `footwatch health`: asks the cacher of this machine whether it is ready, and nobody else; exit code 1 when it is not, or
 * does not answer.
 */
export async function runHealth({ settings }: LoadedSettings): Promise<number> {
  const address = settings['cacher.metrics'];
  if (address === null) {
    throw new CommandFailure(
      EXIT.wrongUsage,
      'health needs the address at which the cacher serves its metrics: --metrics HOST:PORT, FOOTWATCH_METRICS, or cacher.metrics in a configuration file',
    );
  }
  const answer = await askCacher(address, '/readyz');
  if (answer.kind !== 'answered') throw new CommandFailure(EXIT.failed, `the cacher: ${answer.reason}`);
  if (!answer.isOk) throw new CommandFailure(EXIT.failed, `the cacher is not ready: ${answer.text}`);
  if (!settings['log.quiet']) process.stdout.write('the cacher is ready\n');
  return EXIT.done;
}
