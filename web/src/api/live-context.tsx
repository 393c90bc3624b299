// Hands live events to the pages: invalidation by subject, and a count of what is new.
import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  type ReactElement,
  type ReactNode,
} from "react";
import { LiveConnection, type LiveEvent, type LiveState } from "@/api/live";

type Listener = (event: LiveEvent) => void;

interface Live {
  state: LiveState;
  listen: (listener: Listener) => () => void;
}

const LiveContext = createContext<Live>({ state: "connecting", listen: () => () => {} });

function socketUrl(): string {
  const { protocol, host } = globalThis.location;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/ws`;
}

interface Listeners {
  listen: Live["listen"];
  tell: Listener;
}

function makeListeners(): Listeners {
  const all = new Set<Listener>();
  return {
    listen: (listener) => {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell: (event) => all.forEach((listener) => listener(event)),
  };
}

interface LiveProviderProps {
  topics: readonly string[];
  onReset: () => void;
  children: ReactNode;
}

export function LiveProvider({ topics, onReset, children }: LiveProviderProps): ReactElement {
  const [state, setState] = useState<LiveState>("connecting");
  const [listeners] = useState(makeListeners);
  const reset = useEffectEvent(onReset);
  useEffect(() => {
    const connection = new LiveConnection(socketUrl(), topics, {
      onEvent: listeners.tell,
      onReset: () => reset(),
      onState: setState,
    });
    connection.open();
    return () => connection.close();
  }, [topics, listeners]);
  const live = useMemo(() => ({ state, listen: listeners.listen }), [state, listeners]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLiveState(): LiveState {
  return useContext(LiveContext).state;
}

/** Calls `listener` with each event whose topic starts with `prefix`. */
export function useLiveEvents(prefix: string, listener: Listener): void {
  const { listen } = useContext(LiveContext);
  const heard = useEffectEvent((event: LiveEvent) => {
    if (event.topic.startsWith(prefix)) listener(event);
  });
  useEffect(() => listen((event) => heard(event)), [listen]);
}

/** How often to ask again in `milliseconds`: never while live events come, so `false` then. */
export function usePolling(milliseconds: number): number | false {
  return useLiveState() === "live" ? false : milliseconds;
}
