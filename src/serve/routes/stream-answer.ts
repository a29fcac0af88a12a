import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { StoreUnavailable } from '../../store/store.ts';
import type { ServeEnvironment } from '../serve-environment.ts';

/** Where an answer is written bit by bit. */
export interface AnswerStream {
  /** Resolves once the connection takes more. */
  write(text: string): Promise<unknown>;
  readonly aborted: boolean;
  /** Calls a function when the client is gone. */
  onAbort(listener: () => void): void;
}

/**
 * Answers with what is written bit by bit. Where that fails in the middle, the connection is cut: an answer that just ended
 * would look like a whole one; and so it is where the client takes nothing for too long. A request for the headers alone starts
 * nothing.
 *
 * @param onBug called with an error that is a bug, never because the store does not answer
 */
export function answerInParts(
  context: Context<ServeEnvironment>,
  { stalledMs, onBug }: { readonly stalledMs: number; readonly onBug: (error: unknown) => void },
  write: (out: AnswerStream) => Promise<void>,
): Response {
  if (context.req.method === 'HEAD') return context.body(null);
  const { socket } = context.env.outgoing;
  return stream(context, async (out) => {
    const patient: AnswerStream = {
      async write(text) {
        const stalled = setTimeout(() => socket?.resetAndDestroy(), stalledMs);
        await out.write(text).finally(() => clearTimeout(stalled));
      },
      get aborted() {
        return out.aborted;
      },
      onAbort: (listener) => out.onAbort(listener),
    };
    try {
      await write(patient);
    } catch (error) {
      socket?.resetAndDestroy();
      if (!(error instanceof StoreUnavailable)) onBug(error);
    }
  });
}
