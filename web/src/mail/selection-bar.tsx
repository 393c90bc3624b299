import type { ReactElement } from "react";
import type { Act } from "@/mail/decision";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";

interface SelectionBarProps {
  count: number;
  /** A row is under the cursor: acts apply to it while nothing is selected. */
  focused: boolean;
  busy: boolean;
  may: (permission: string) => boolean;
  onAct: (act: Act) => void;
  onClear: () => void;
}

export function SelectionBar(props: SelectionBarProps): ReactElement {
  const { count, focused, busy, may, onAct, onClear } = props;
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
      {may("mail:quarantine:release") && (
        <Button kind="primary" disabled={idle} onClick={() => onAct("release")}>
          {say("act.release")}
        </Button>
      )}
      {may("mail:quarantine:delete") && (
        <Button kind="danger" disabled={idle} onClick={() => onAct("delete")}>
          {say("act.delete")}
        </Button>
      )}
    </div>
  );
}
