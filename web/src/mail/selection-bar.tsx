import type { ReactElement } from "react";
import type { Act } from "@/mail/decision";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";

export type ListAct = Act | "report";

const PERMISSIONS: Record<ListAct, string> = {
  report: "mail:message:report",
  release: "mail:quarantine:release",
  delete: "mail:quarantine:delete",
};
const KINDS = { report: "plain", release: "primary", delete: "danger" } as const;

interface SelectionBarProps {
  acts: readonly ListAct[];
  count: number;
  /** A row is under the cursor: acts apply to it while nothing is selected. */
  focused: boolean;
  busy: boolean;
  may: (permission: string) => boolean;
  onAct: (act: ListAct) => void;
  onClear: () => void;
}

export function SelectionBar(props: SelectionBarProps): ReactElement {
  const { acts, count, focused, busy, may, onAct, onClear } = props;
  const idle = busy || (count === 0 && !focused);
  return (
    <div className="ml-auto flex items-center gap-2">
      <span role="status" className="text-quiet text-sm">
        {busy ? say("act.pending") : count > 0 && say.count("selected", count)}
      </span>
      {count > 0 && (
        <Button kind="quiet" onClick={onClear}>
          {say("act.clear")}
        </Button>
      )}
      {acts.map(
        (act) =>
          may(PERMISSIONS[act]) && (
            <Button key={act} kind={KINDS[act]} disabled={idle} onClick={() => onAct(act)}>
              {say(`act.${act}`)}
            </Button>
          ),
      )}
    </div>
  );
}
