// Short reports of what the server did. Good news leaves by itself; bad news waits for the reader.
import { Check, TriangleAlert, X } from "lucide-react";
import { useSyncExternalStore, type ReactElement } from "react";
import { explain } from "@/ui/problem";
import { say } from "@/ui/words";

interface Toast {
  id: number;
  kind: "done" | "failed";
  title: string;
  detail: string;
}

const STAYS = 6_000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const watchers = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  watchers.forEach((watcher) => watcher());
}

function dismiss(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

export function report(title: string, detail = ""): void {
  const id = nextId++;
  set([...toasts, { id, kind: "done", title, detail }]);
  setTimeout(() => dismiss(id), STAYS);
}

export function reportProblem(error: unknown): void {
  const { title, detail } = explain(error);
  set([...toasts, { id: nextId++, kind: "failed", title, detail }]);
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

function Card({ toast }: { toast: Toast }): ReactElement {
  const failed = toast.kind === "failed";
  const Icon = failed ? TriangleAlert : Check;
  return (
    <li className="animate-appear border-line bg-surface shadow-float flex items-start gap-2.5 rounded-lg border p-3">
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-4 shrink-0 ${failed ? "text-critical" : "text-accent"}`}
      />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{toast.title}</p>
        {toast.detail && <p className="text-quiet text-sm">{toast.detail}</p>}
      </div>
      <button
        type="button"
        aria-label={say("dismiss")}
        className="text-quiet hover:text-ink grid size-6 place-items-center"
        onClick={() => dismiss(toast.id)}
      >
        <X aria-hidden="true" className="size-4" />
      </button>
    </li>
  );
}

export function Toasts(): ReactElement {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <ol
      aria-live="polite"
      className="fixed right-4 bottom-4 z-60 w-80 max-w-[calc(100vw-2rem)] space-y-2"
    >
      {shown.map((toast) => (
        <Card key={toast.id} toast={toast} />
      ))}
    </ol>
  );
}
