// Acting on rows of a list: asks first, then shows what is pending until the server has spoken.
import { useState, type ReactElement } from "react";
import { useMay } from "@/api/use-session";
import { useDecider } from "@/mail/decision";
import { DecisionDialog } from "@/mail/decision-dialog";
import { ReportDialog } from "@/mail/report-dialog";
import { useReporter } from "@/mail/reporting";
import { SelectionBar, type ListAct } from "@/mail/selection-bar";
import { useKeys } from "@/ui/keys/use-keys";
import type { Chosen } from "@/ui/use-selection";

interface Asked {
  act: ListAct;
  ids: readonly string[];
}

interface ListActs {
  bar: ReactElement;
  dialog: ReactElement | null;
  isPending: (id: string) => boolean;
}

/** `current` is the row under the cursor: acts apply to it while nothing is selected. */
export function useListActs(
  acts: readonly ListAct[],
  selection: Chosen,
  current: string | undefined,
): ListActs {
  const may = useMay();
  const [asked, setAsked] = useState<Asked | null>(null);
  const decider = useDecider(selection.clear);
  const reporter = useReporter(selection.clear);
  const busy = decider.busy || reporter.busy;
  const ask = (act: ListAct) => {
    const ids = selection.ids.length ? selection.ids : current ? [current] : [];
    const permission = act === "report" ? "mail:message:report" : `mail:quarantine:${act}`;
    if (acts.includes(act) && ids.length && !busy && may(permission)) setAsked({ act, ids });
  };
  useKeys({
    "act.release": () => ask("release"),
    "act.delete": () => ask("delete"),
    "act.report": () => ask("report"),
  });
  return {
    bar: (
      <SelectionBar
        acts={acts}
        count={selection.ids.length}
        focused={current !== undefined}
        busy={busy}
        may={may}
        onAct={ask}
        onClear={selection.clear}
      />
    ),
    dialog: asked && (
      <AskDialog
        asked={asked}
        onClose={() => setAsked(null)}
        onDecide={decider.decide}
        onReport={reporter.report}
      />
    ),
    isPending: (id) => decider.isPending(id) || reporter.isPending(id),
  };
}

interface AskDialogProps {
  asked: Asked;
  onClose: () => void;
  onDecide: ReturnType<typeof useDecider>["decide"];
  onReport: ReturnType<typeof useReporter>["report"];
}

function AskDialog({ asked, onClose, onDecide, onReport }: AskDialogProps): ReactElement {
  const { act, ids } = asked;
  if (act === "report") {
    return (
      <ReportDialog
        count={ids.length}
        onClose={onClose}
        onReport={(verdict, note) => onReport({ ids, verdict, note })}
      />
    );
  }
  return (
    <DecisionDialog
      act={act}
      count={ids.length}
      onClose={onClose}
      onDecide={(reason) => onDecide({ act, ids, reason })}
    />
  );
}
