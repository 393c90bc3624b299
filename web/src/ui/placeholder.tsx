// What stands where content is not (yet): a quiet shape, or a sentence that says what to do.
import type { ReactElement, ReactNode } from "react";
import { say } from "@/ui/words";

export function Skeleton({ lines = 4 }: { lines?: number }): ReactElement {
  return (
    <div role="status" aria-label={say("loading")} className="animate-late space-y-3 p-4">
      {Array.from({ length: lines }, (_, line) => (
        <div
          key={line}
          className="bg-line/70 h-4 rounded-sm"
          style={{ width: `${92 - ((line * 17) % 40)}%` }}
        />
      ))}
    </div>
  );
}

interface EmptyProps {
  title: string;
  children?: ReactNode;
}

export function Empty({ title, children }: EmptyProps): ReactElement {
  return (
    <div className="mx-auto max-w-md px-6 py-16 text-center">
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="text-quiet mt-1.5 text-pretty">{children}</div>}
    </div>
  );
}
