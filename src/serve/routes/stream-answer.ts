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
 * would look like a whole one. A request for the headers alone starts nothing.
 *
 * @param onBug called with an error that is a bug, never because the store does not answer
 */
export function answerInParts(
  context: Context<ServeEnvironment>,
  onBug: (error: unknown) => void,
  write: (out: AnswerStream) => Promise<void>,
): Response {
  if (context.req.method === 'HEAD') return context.body(null);
  const { socket } = context.env.outgoing;
  return stream(context, async (out) => {
    try {
      await write(out);
    } catch (error) {
      socket?.resetAndDestroy();
      if (!(error instanceof StoreUnavailable)) onBug(error);
    }
  });
}
