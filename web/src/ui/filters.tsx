// The filters of a list. Each one lives in the address, so that a view can be sent to somebody.
import { Search, X } from "lucide-react";
import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
} from "react";
import { useKeys } from "@/ui/keys/use-keys";
import { say } from "@/ui/words";

const SETTLE = 250;

interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** `wide` takes the line, `compact` is one of several. */
  wide?: boolean;
  compact?: boolean;
}

function widthOf({ wide, compact }: SearchBoxProps): string {
  if (wide) return "min-w-48 flex-1";
  return compact ? "w-48" : "w-72";
}

/** Filters as the reader types, once the typing rests; `/` goes to it. */
export function SearchBox(props: SearchBoxProps): ReactElement {
  const { label, value, onChange, placeholder } = props;
  const [typed, setTyped] = useState(value);
  const [sent, setSent] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const send = useEffectEvent(onChange);
  if (value !== sent) {
    // The address changed by other means (back, a link): it wins.
    setSent(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === sent) return;
    const timer = setTimeout(() => {
      setSent(typed);
      send(typed);
    }, SETTLE);
    return () => clearTimeout(timer);
  }, [typed, sent]);
  useKeys({ "list.find": () => input.current?.focus() });
  return (
    <div className={`relative ${widthOf(props)}`}>
      <Search
        aria-hidden="true"
        className="text-quiet pointer-events-none absolute top-2 left-2.5 size-4"
      />
      <input
        ref={input}
        type="search"
        aria-label={label}
        value={typed}
        placeholder={placeholder ?? label}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && input.current?.blur()}
        spellCheck={false}
        autoComplete="off"
        className="border-edge bg-surface placeholder:text-quiet h-8 w-full rounded-md border pr-2.5 pl-8"
      />
    </div>
  );
}

interface ChipProps {
  name: string;
  children: ReactNode;
  onRemove: () => void;
}

/** A filter that came with a link, named and removable. */
export function FilterChip({ name, children, onRemove }: ChipProps): ReactElement {
  return (
    <span className="border-accent/40 bg-accent-soft inline-flex h-7 max-w-80 items-center gap-1 rounded-full border pr-1 pl-2.5 text-sm">
      <span className="text-quiet">{name}</span>
      <span className="truncate font-medium">{children}</span>
      <button
        type="button"
        aria-label={say("filter.remove", { what: name })}
        onClick={onRemove}
        className="hover:bg-surface grid size-5 place-items-center rounded-full"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </span>
  );
}

interface FreshProps {
  count: number;
  onShow: () => void;
}

/** What arrived while the reader was reading: it waits for them. */
export function Fresh({ count, onShow }: FreshProps): ReactElement | null {
  useKeys(count > 0 ? { "page.fresh": onShow } : {});
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={onShow}
      className="bg-accent text-on-accent h-6 rounded-full px-2.5 text-xs font-semibold"
    >
      {say.count("list.fresh", count)}
    </button>
  );
}
