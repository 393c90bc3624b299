import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { Problem } from "@/api/problem";
import { Button } from "@/ui/button";
import { say } from "@/ui/words";

interface Said {
  title: string;
  detail: string;
  requestId: string | null;
}

/** What to tell of anything thrown, in sentences. */
export function explain(error: unknown): Said {
  if (!(error instanceof Problem)) {
    const title = error instanceof Error ? error.message : String(error);
    return { title, detail: "", requestId: null };
  }
  if (error.code === "unreachable") {
    return {
      title: say("problem.unreachable.title"),
      detail: say("problem.unreachable.detail"),
      requestId: null,
    };
  }
  const detail = error.detail || say("problem.unexplained.detail");
  return { title: error.title, detail, requestId: error.requestId };
}

interface ProblemNoteProps {
  error: unknown;
  onRetry?: () => void;
}

export function ProblemNote({ error, onRetry }: ProblemNoteProps): ReactElement {
  const { title, detail, requestId } = explain(error);
  return (
    <div
      role="alert"
      className="border-critical/35 bg-critical-soft flex gap-3 rounded-md border p-3"
    >
      <TriangleAlert aria-hidden="true" className="text-critical mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className="font-semibold">{title}</p>
        {detail && <p className="mt-0.5">{detail}</p>}
        {requestId && (
          <p className="text-quiet mt-1 font-mono text-xs">
            {say("problem.request", { id: requestId })}
          </p>
        )}
        {onRetry && (
          <Button size="sm" className="mt-2" onClick={onRetry}>
            {say("problem.again")}
          </Button>
        )}
      </div>
    </div>
  );
}
