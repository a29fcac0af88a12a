import { type LiveState, NOTHING, takePatient, takeWard } from './live-state.ts';
import type { PatientMessage, WardMessage } from './messages.ts';
import { ServerClock } from './server-clock.ts';

/** Without an event for so long, what is shown may no longer be so: the server sends one at least each second. */
export const SILENCE_MS = 2000;
const REOPEN_MS = 2000;
/** So many events are under way at most beyond those that the server was told were read; half of them are told at a time. */
const MOST_UNREAD = 4;
const TELL_AGAIN_MS = 1000;
/** A browser that has too many windows open of one server holds back what it is told for longer than this. */
const TELL_MS = 1500;

/** What a connection tells: the newest state, and when it last heard something on the page's clock. */
export interface Heard {
  readonly state: LiveState;
  readonly heardAtMs: number | null;
  /** Why the server lets nobody look, such as that too many do, in its words; null while it lets somebody, or does not say. */
  readonly refusal: string | null;
}

/** An event as the browser hands it over. */
interface ServerEvent {
  readonly data: string;
  readonly lastEventId: string;
}

/** A stream that is listened to. */
export interface Connection {
  /** Asks for another part of the same view. What is known stays until there is newer. */
  ask(query: string): void;
  close(): void;
}

/**
 * Listens to the stream of a view until it is closed, and begins again when it breaks.
 *
 * @param query the view: `patient=3`, `traced=3,4` for all with traces of some, or empty for all
 * @param nowMs the page's clock
 * @param onHeard called after each event
 * @param onSignIn called when the server asks who this is
 */
export function listen(
  query: string,
  nowMs: () => number,
  onHeard: (heard: Heard) => void,
  onSignIn: () => void,
): Connection {
  const clock = new ServerClock();
  let asksFor = query;
  let state = NOTHING;
  let heardAtMs: number | null = null;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  let isAsking = false;
  /** What the server calls this stream, the last event that was read of it, and the last that the server was told of. */
  let stream = { id: '', read: 0, told: 0 };
  let isTelling = false;
  /** Whether the server can be told at all: without, it sends all there is. */
  let canTell = true;
  const hear = (next: LiveState) => {
    state = next;
    heardAtMs = nowMs();
    onHeard({ state, heardAtMs, refusal: null });
  };
  const take = <Message extends { readonly nowSeconds: number | null }>(
    event: Event,
    apply: (before: LiveState, message: Message, clock: ServerClock) => LiveState,
  ) => {
    const { data, lastEventId } = event as Event & ServerEvent;
    const message: Message = JSON.parse(data);
    const isLate = message.nowSeconds !== null && clock.take(message.nowSeconds, nowMs());
    const next = apply(state, message, clock);
    stream.read = Number(lastEventId);
    void tellRead();
    if (!isLate) return hear(next);
    // It waited somewhere, as while the tab slept. What it brings belongs to the next one, which is shown.
    state = next;
    void askTime();
  };
  // What the network holds, neither side can see: the server sends more once it knows that what it sent was read.
  const tellRead = async () => {
    const { id, read, told } = stream;
    if (isTelling || isClosed || !canTell || read - told < MOST_UNREAD / 2) return;
    isTelling = true;
    const signal = AbortSignal.timeout(TELL_MS);
    const status = await fetch(`api/stream/${id}?read=${read}`, { method: 'POST', signal }).then(
      (response) => response.status,
      () => null,
    );
    isTelling = false;
    if (isClosed) return;
    if (signal.aborted && stream.id === id) {
      canTell = false;
      source?.close();
      return open();
    }
    if (status === 401) return onSignIn();
    if (status === 204 && stream.id === id) stream.told = read;
    if (status === 204 || stream.id !== id) return void tellRead();
    setTimeout(tellRead, TELL_AGAIN_MS);
  };
  // Over a connection of its own, which nothing waits in.
  const askTime = async () => {
    if (isAsking) return;
    isAsking = true;
    const answer = await fetch('api/time')
      .then((response) => response.json() as Promise<{ readonly nowSeconds?: number }>)
      .catch(() => null);
    if (answer?.nowSeconds !== undefined) clock.set(answer.nowSeconds, nowMs());
    isAsking = false;
  };
  const addressOf = () => {
    const words = [asksFor, canTell ? `unread=${MOST_UNREAD}` : ''].filter((word) => word !== '');
    return `api/stream?${words.join('&')}`;
  };
  const open = () => {
    source = new EventSource(addressOf());
    source.addEventListener('hello', (event) => {
      const { data } = event as Event & ServerEvent;
      stream = { id: JSON.parse(data).stream, read: 0, told: 0 };
    });
    source.addEventListener('patient', (event) => take<PatientMessage>(event, takePatient));
    source.addEventListener('ward', (event) => take<WardMessage>(event, takeWard));
    source.addEventListener('error', () => {
      // The browser opens it again by itself, unless the server answered something else than a stream.
      if (source?.readyState === EventSource.CLOSED && !isClosed) void reopen();
    });
  };
  const reopen = async () => {
    // A stream that is refused does not say why; one that is fetched does.
    const asked = new AbortController();
    const response = await fetch(addressOf(), { signal: asked.signal }).catch(() => null);
    if (response?.status === 401) return onSignIn();
    const refusal = response === null || response.ok ? null : await readRefusal(response);
    asked.abort();
    if (!isClosed) onHeard({ state, heardAtMs, refusal });
    if (!isClosed) timer = setTimeout(open, REOPEN_MS);
  };
  open();
  return {
    ask(next) {
      if (next === asksFor || isClosed) return;
      asksFor = next;
      clearTimeout(timer);
      source?.close();
      open();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}

async function readRefusal(response: Response): Promise<string | null> {
  const answer = (await response.json().catch(() => null)) as { readonly error?: string } | null;
  return answer?.error ?? null;
}
