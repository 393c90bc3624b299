import { Ban, Check, CircleCheck, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { say } from "@/audit/words";

const SIGNS: Readonly<Record<string, [LucideIcon, string]>> = {
  done: [Check, "text-quiet"],
  allowed: [CircleCheck, "text-quiet"],
  denied: [Ban, "text-high"],
  failed: [TriangleAlert, "text-critical"],
};

export function OutcomeWord({ outcome }: { outcome: string }): ReactElement {
  const [Icon, colour] = SIGNS[outcome] ?? [Check, "text-quiet"];
  return (
    <span className={`inline-flex items-center gap-1.5 align-middle text-sm font-medium ${colour}`}>
      <Icon aria-hidden="true" className="size-3.5" />
      {say.value("outcome", outcome)}
    </span>
  );
}
