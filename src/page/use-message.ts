import { useState } from 'preact/hooks';

/** How long a message stays. */
const MESSAGE_MS = 8000;

/** Something to say for some seconds. */
export function useMessage(nowMs: number): {
  readonly message: string;
  readonly tell: (message: string) => void;
} {
  const [said, setSaid] = useState<{ message: string; atMs: number } | null>(null);
  return {
    message: said !== null && nowMs - said.atMs < MESSAGE_MS ? said.message : '',
    tell: (message) => setSaid({ message, atMs: nowMs }),
  };
}
