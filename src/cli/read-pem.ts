import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { SettingKey } from '../settings/registry.ts';
import { explainFileError } from './explain-file-error.ts';
import type { LoadedSettings } from './load-settings.ts';
import { refuseSetting } from './refuse-setting.ts';

/** What TLS needs beside an address, as PEM; each absent where its setting is. */
export interface TlsIdentity {
  /** The certificates to trust, instead of the well-known ones. */
  readonly ca?: string;
  /** The client's own certificate, those of its issuers behind it. */
  readonly cert?: string;
  /** The private key of the client's certificate. */
  readonly key?: string;
}

/** The settings that name the files of a TlsIdentity. */
export interface TlsSettingKeys {
  readonly ca: SettingKey;
  readonly cert: SettingKey;
  readonly key: SettingKey;
}

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g;

/**
 * Reads the PEM files that settings name, and checks that they can be used.
 *
 * @throws CommandFailure when one cannot be read or used, with one line that names the setting and what is wrong
 */
export function readTlsIdentity({ settings, origins }: LoadedSettings, keys: TlsSettingKeys): TlsIdentity {
  const refuse = (setting: SettingKey, complaint: string): never => {
    throw refuseSetting(origins[setting], complaint);
  };
  const read = (setting: SettingKey): string | null => {
    const file = settings[setting];
    if (typeof file !== 'string') return null;
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      return refuse(setting, `names a file that cannot be used: ${file}: ${explainFileError(error, 'read')}`);
    }
  };
  const readCertificates = (setting: SettingKey): string | null => {
    const text = read(setting);
    const complaint = text === null ? null : findCertificateFault(text);
    if (complaint !== null) refuse(setting, `names a file ${complaint}: ${settings[setting]}`);
    // Files that were put together without a line feed between them are not read as they are.
    return text?.match(CERTIFICATE)?.join('\n') ?? null;
  };

  const ca = readCertificates(keys.ca);
  const cert = readCertificates(keys.cert);
  const key = read(keys.key);
  if (cert !== null && key === null) refuse(keys.cert, `needs its private key in ${keys.key}`);
  if (key !== null && cert === null) refuse(keys.key, `needs its certificate in ${keys.cert}`);
  const complaint = key === null ? null : findKeyFault(key, cert ?? '', keys.cert);
  if (complaint !== null) refuse(keys.key, `names a file ${complaint}: ${settings[keys.key]}`);
  const identity = {
    ...(ca !== null && { ca }),
    ...(cert !== null && { cert }),
    ...(key !== null && { key }),
  };
  try {
    createSecureContext(identity);
  } catch (error) {
    // OpenSSL has more to ask for, such as the size of a key.
    refuse(cert === null ? keys.ca : keys.cert, `cannot be used: ${(error as NodeJS.ErrnoException).code}`);
  }
  return identity;
}

/** Why nobody trusts a certificate at an instant, by its dates; null when they are no reason. */
export function describeValidity(cert: string, now: Date): string | null {
  const { validFrom, validTo } = new X509Certificate(cert.match(CERTIFICATE)?.[0] ?? cert);
  if (now > new Date(validTo)) return `it ended on ${validTo}`;
  return now < new Date(validFrom) ? `it begins on ${validFrom}` : null;
}

/** What is wrong with a file of certificates, as it follows "a file"; null when nothing is. */
function findCertificateFault(text: string): string | null {
  const blocks = text.match(CERTIFICATE);
  if (blocks === null) return 'without a certificate; must be a PEM file';
  return blocks.every(isCertificate) ? null : 'with a certificate that cannot be read; must be a PEM file';
}

function isCertificate(block: string): boolean {
  try {
    new X509Certificate(block);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with the file of a private key, as it follows "a file"; null when nothing is. */
function findKeyFault(text: string, cert: string, certSetting: SettingKey): string | null {
  if (!text.includes('PRIVATE KEY-----')) return 'without a private key; must be a PEM file';
  if (text.includes('ENCRYPTED')) return 'whose key is encrypted; must be one without a passphrase';
  try {
    const key = createPrivateKey(text);
    const [own = ''] = cert.match(CERTIFICATE) ?? [];
    return new X509Certificate(own).checkPrivateKey(key)
      ? null
      : `whose key does not belong to the certificate in ${certSetting}`;
  } catch {
    return 'with a private key that cannot be read; must be a PEM file';
  }
}
