// A list with a preview beside it; on a narrow window the preview lies over the list.
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { say } from "@/ui/words";

interface SplitProps {
  list: ReactNode;
  /** `null` while nothing is previewed. */
  peek: ReactNode;
}

export function Split({ list, peek }: SplitProps): ReactElement {
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">{list}</div>
      {peek}
    </div>
  );
}

interface PeekProps {
  label: string;
  open: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

export function Peek({ label, open, onClose, children }: PeekProps): ReactElement {
  return (
    <aside
      aria-label={label}
      className="border-line bg-surface max-lg:shadow-float flex w-full flex-col border-l max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:max-w-xl lg:w-[42%] lg:max-w-2xl"
    >
      <div className="border-line flex h-10 shrink-0 items-center justify-between border-b px-4 text-sm">
        {open}
        <button
          type="button"
          aria-label={say("peek.close")}
          onClick={onClose}
          className="text-quiet hover:text-ink grid size-7 place-items-center"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      </div>
      {/* A region that scrolls must be reachable by key. */}
      <div tabIndex={0} role="group" aria-label={label} className="min-h-0 flex-1 overflow-y-auto">
        {children}
      </div>
    </aside>
  );
}
