import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { RedisServer } from './redis-server.ts';

/** Makes a server that saves and lets its folder be set refuse writes, as it cannot save to its disk. */
export async function breakDisk(server: RedisServer): Promise<void> {
  const client = server.client();
  const folder = mkdtempSync(join(tmpdir(), 'footwatch-gone-'));
  await client.config('SET', 'dir', folder);
  rmSync(folder, { recursive: true });
  await client.bgsave();
  await vi.waitFor(async () => expect(await client.info()).toContain('rdb_last_bgsave_status:err'), 10_000);
}
