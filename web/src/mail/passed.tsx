// How many of a number passed: a sign, a word and a bar, so that failing is never only a colour.
import { Check, TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { say } from "@/mail/words";

interface PassedProps {
  total: number;
  passed: number;
}

export function Passed({ total, passed }: PassedProps): ReactElement {
  const failed = Math.max(0, total - passed);
  const share = total > 0 ? passed / total : 1;
  const Icon = failed > 0 ? TriangleAlert : Check;
  return (
    <span className="inline-flex items-center gap-3 whitespace-nowrap">
      <span
        className={`inline-flex items-center gap-1.5 text-sm font-medium ${failed > 0 ? "text-high" : "text-accent"}`}
      >
        <Icon aria-hidden="true" className="size-3.5" />
        {failed > 0 ? say("passed.failed", { failed, total }) : say("passed.all", { total })}
      </span>
      <span aria-hidden="true" className="bg-high/70 block h-1.5 w-20 overflow-hidden rounded-full">
        <span className="bg-accent block h-full" style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}
