import { type LiveState, NOTHING, takePatient, takeWard } from './live-state.ts';
import type { PatientMessage, WardMessage } from './messages.ts';
import { ServerClock } from './server-clock.ts';

/** Without an event for so long, what is shown may no longer be so: the server sends one at least each second. */
export const SILENCE_MS = 2000;
const REOPEN_MS = 2000;

/** What a connection tells: the newest state, and when it last heard something on the page's clock. */
export interface Heard {
  readonly state: LiveState;
  readonly heardAtMs: number | null;
}

/**
 * Listens to the stream of a view until it is closed, and begins again when it breaks.
 *
 * @param query the view: `patient=3`, or empty for all
 * @param onHeard called after each event
 * @param onSignIn called when the server asks who this is
 */
export function listen(
  query: string,
  onHeard: (heard: Heard) => void,
  onSignIn: () => void,
): { close(): void } {
  const clock = new ServerClock();
  let state = NOTHING;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  let isAsking = false;
  const hear = (next: LiveState) => {
    state = next;
    onHeard({ state, heardAtMs: performance.now() });
  };
  const take = <Message extends { readonly nowSeconds: number | null }>(
    { data }: MessageEvent<string>,
    apply: (before: LiveState, message: Message, clock: ServerClock) => LiveState,
  ) => {
    const message: Message = JSON.parse(data);
    if (message.nowSeconds !== null && clock.take(message.nowSeconds, performance.now())) void askTime();
    hear(apply(state, message, clock));
  };
  // Over a connection of its own, which nothing waits in.
  const askTime = async () => {
    if (isAsking) return;
    isAsking = true;
    const answer: { nowSeconds?: number } | null = await fetch('api/time', { cache: 'no-store' })
      .then((response) => response.json())
      .catch(() => null);
    if (answer?.nowSeconds !== undefined) clock.set(answer.nowSeconds, performance.now());
    isAsking = false;
  };
  const open = () => {
    source = new EventSource(`api/stream?${query}`);
    source.addEventListener('patient', (event) => take<PatientMessage>(event, takePatient));
    source.addEventListener('ward', (event) => take<WardMessage>(event, takeWard));
    source.addEventListener('error', () => {
      // The browser opens it again by itself, unless the server answered something else than a stream.
      if (source?.readyState === EventSource.CLOSED && !isClosed) void reopen();
    });
  };
  const reopen = async () => {
    const response = await fetch('api/openapi.json').catch(() => null);
    if (response?.status === 401) return onSignIn();
    if (!isClosed) timer = setTimeout(open, REOPEN_MS);
  };
  open();
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}
