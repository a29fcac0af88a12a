import {
  type ApiClient,
  type ApiClientOptions,
  MAX_BODY_BYTES,
  MAX_FRAMES_BODY_BYTES,
} from '../cacher/api/api-client.ts';
import { createGotClient } from '../cacher/api/got-client.ts';
import { selectProxy } from '../cacher/api/select-proxy.ts';
import { createUndiciClient } from '../cacher/api/undici-client.ts';
import type { Log } from '../cacher/log.ts';
import type { ApiAddress } from './api-address.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { openHeaders } from './header-files.ts';
import type { LoadedSettings } from './load-settings.ts';
import { readTlsIdentity } from './read-pem.ts';
import { refuseSetting } from './refuse-setting.ts';

const TLS_SETTINGS = { ca: 'api.ca', cert: 'api.cert', key: 'api.key' } as const;

/** How an API is reached: with which headers, through which proxy, and who we are. */
export type ApiAccess = Pick<ApiClientOptions, 'headers' | 'proxy' | 'tls'>;

/**
 * Puts together how an API is reached, from the settings, the files that they name and the environment.
 *
 * @param log where files are told of that later cannot be read again
 * @throws CommandFailure when a file or a variable cannot be used, or the settings contradict each other
 */
export function resolveApiAccess(loaded: LoadedSettings, address: ApiAddress, log: Log | null): ApiAccess {
  const { origins } = loaded;
  const target = new URL(address.url);
  const choice = selectProxy(target, process.env);
  // The variable may hold a password: its value is not shown.
  if (choice.kind === 'refused')
    throw new CommandFailure(EXIT.wrongConfiguration, `${choice.variable} ${choice.reason}`);
  const tls = readTlsIdentity(loaded, TLS_SETTINGS);
  for (const [part, setting] of Object.entries(TLS_SETTINGS)) {
    if (part in tls && target.protocol !== 'https:')
      throw refuseSetting(origins[setting], `needs TLS, but ${address.place} is no https:// address`);
  }
  const headers = openHeaders(loaded, log);
  return { headers, proxy: choice.proxy, ...(Object.keys(tls).length > 0 && { tls }) };
}

/** Creates the client that the settings choose, for an API that is reached in this way. */
export function openApi(
  { settings }: Pick<LoadedSettings, 'settings'>,
  { url: baseUrl, target }: ApiAddress,
  access: ApiAccess & Pick<ApiClientOptions, 'onDate'> & Partial<Pick<ApiClientOptions, 'maxBodyBytes'>>,
): ApiClient {
  const createClient = settings['api.client'] === 'undici' ? createUndiciClient : createGotClient;
  return createClient({
    baseUrl,
    target,
    timeoutMs: settings['api.timeout'],
    maxBodyBytes: settings['api.fields'] === null ? MAX_BODY_BYTES : MAX_FRAMES_BODY_BYTES,
    ...access,
  });
}
