// The live connection: one socket, resumed by sequence number after every break.

export interface LiveEvent {
  sequence: number;
  topic: string;
  subject: string;
  payload: Readonly<Record<string, unknown>>;
  at: string;
}

export type LiveState = "connecting" | "live" | "away";

export interface LiveHooks {
  onEvent: (event: LiveEvent) => void;
  /** The gap since the last event is gone: everything shown may be stale. */
  onReset: () => void;
  onState: (state: LiveState) => void;
}

type Frame =
  | ({ type: "event" } & LiveEvent)
  | { type: "subscribed" | "reset"; sequence: number }
  | { type: "refused"; topic: string; detail: string };

const FIRST_WAIT = 500;
const LONGEST_WAIT = 20_000;
/** A connection that lasted this long was sound: the next break starts with a short wait. */
const SOUND = 10_000;

/** How long to wait before the next try: doubling, spread so that clients do not return as one. */
export function waitBefore(attempt: number, random: () => number = Math.random): number {
  const longest = Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_WAIT);
  return longest / 2 + (random() * longest) / 2;
}

export class LiveConnection {
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #after: number | null = null;
  #attempt = 0;
  #closed = false;

  constructor(
    private readonly url: string,
    private readonly topics: readonly string[],
    private readonly hooks: LiveHooks,
  ) {}

  open(): void {
    this.#closed = false;
    this.hooks.onState(this.#attempt === 0 ? "connecting" : "away");
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    const started = Date.now();
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "subscribe", topics: this.topics, after: this.#after }));
    };
    socket.onmessage = (message: MessageEvent<string>) => {
      this.#read(JSON.parse(message.data) as Frame);
    };
    socket.onclose = () => {
      if (Date.now() - started > SOUND) this.#attempt = 0;
      this.#retry();
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #read(frame: Frame): void {
    if (frame.type === "event") {
      if (this.#after !== null && frame.sequence <= this.#after) return;
      this.#after = frame.sequence;
      this.hooks.onEvent(frame);
    } else if (frame.type === "reset") {
      this.#after = frame.sequence;
      this.hooks.onReset();
    } else if (frame.type === "subscribed") {
      // Events of a gap follow this frame: only a first subscription starts at its number.
      this.#after ??= frame.sequence;
      this.hooks.onState("live");
    }
  }

  #retry(): void {
    if (this.#closed) return;
    this.#attempt += 1;
    this.hooks.onState("away");
    this.#timer = setTimeout(() => this.open(), waitBefore(this.#attempt));
  }
}
