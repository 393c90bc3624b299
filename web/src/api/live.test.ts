import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveConnection, type LiveEvent, type LiveState, waitBefore } from "@/api/live";

class FakeSocket {
  static all: FakeSocket[] = [];
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.onclose?.();
  }
  receive(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const seen: { events: LiveEvent[]; states: LiveState[]; resets: number } = {
  events: [],
  states: [],
  resets: 0,
};
let connection: LiveConnection;

function socket(place = FakeSocket.all.length - 1): FakeSocket {
  const found = FakeSocket.all[place];
  if (!found) throw new Error("no socket was opened");
  return found;
}

const event = (sequence: number) => ({
  type: "event",
  sequence,
  topic: "mail.message.held",
  subject: "m",
  payload: {},
  at: "",
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  Object.assign(seen, { events: [], states: [], resets: 0 });
  connection = new LiveConnection("ws://localhost/ws", ["mail.message.*"], {
    onEvent: (one) => seen.events.push(one),
    onReset: () => (seen.resets += 1),
    onState: (state) => seen.states.push(state),
  });
  connection.open();
  socket().onopen?.();
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("it subscribes, and is live once the server says so", () => {
  expect(socket().sent).toEqual([{ type: "subscribe", topics: ["mail.message.*"], after: null }]);
  expect(seen.states).toEqual(["connecting"]);
  socket().receive({ type: "subscribed", topics: [], sequence: 40 });
  expect(seen.states).toEqual(["connecting", "live"]);
});

test("after a break it asks for what came after the last event it saw", () => {
  socket().receive({ type: "subscribed", topics: [], sequence: 40 });
  socket().receive(event(41));
  socket().close();
  expect(seen.states.at(-1)).toBe("away");
  vi.advanceTimersByTime(30_000);
  socket().onopen?.();
  expect(FakeSocket.all).toHaveLength(2);
  expect(socket().sent).toEqual([{ type: "subscribe", topics: ["mail.message.*"], after: 41 }]);
});

test("events of the gap arrive once, also when the server repeats one", () => {
  socket().receive({ type: "subscribed", topics: [], sequence: 40 });
  for (const sequence of [41, 42, 42, 41, 43]) socket().receive(event(sequence));
  expect(seen.events.map((one) => one.sequence)).toEqual([41, 42, 43]);
});

test("a gap that is gone resets what is shown", () => {
  socket().receive({ type: "reset", sequence: 900 });
  socket().receive(event(901));
  expect(seen.resets).toBe(1);
  expect(seen.events).toHaveLength(1);
});

test("a closed connection stays closed", () => {
  connection.close();
  vi.advanceTimersByTime(60_000);
  expect(FakeSocket.all).toHaveLength(1);
});

test("waits grow to twenty seconds and are spread", () => {
  expect(waitBefore(1, () => 0)).toBe(500);
  expect(waitBefore(1, () => 1)).toBe(1000);
  expect(waitBefore(12, () => 1)).toBe(20_000);
});
