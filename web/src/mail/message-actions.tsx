// What can be done about one message: its buttons and their keys.
import { Download } from "lucide-react";
import { useState, type ReactElement } from "react";
import type { Message } from "@/api/types";
import { useMay } from "@/api/use-session";
import { useDecider, type Act } from "@/mail/decision";
import { DecisionDialog } from "@/mail/decision-dialog";
import { messageUrl } from "@/mail/queries";
import { ReportDialog } from "@/mail/report-dialog";
import { useReporter } from "@/mail/reporting";
import { say } from "@/mail/words";
import { Button, buttonStyle } from "@/ui/button";
import { useKeys } from "@/ui/keys/use-keys";

export function MessageActions({ message }: { message: Message }): ReactElement {
  const may = useMay();
  const decider = useDecider();
  const reporter = useReporter();
  const [asked, setAsked] = useState<Act | "report" | null>(null);
  const held = message.state === "held";
  const busy = decider.busy || reporter.busy;
  const reports = message.verdict !== null && may("mail:message:report");
  const ask = (act: Act) => {
    if (held && !busy && may(`mail:quarantine:${act}`)) setAsked(act);
  };
  const askReport = () => reports && !busy && setAsked("report");
  useKeys({
    "act.release": () => ask("release"),
    "act.delete": () => ask("delete"),
    "act.report": askReport,
  });
  const close = () => setAsked(null);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status" className="text-quiet text-sm">
        {busy && say("act.pending")}
      </span>
      {held && may("mail:quarantine:release") && (
        <Button kind="primary" disabled={busy} onClick={() => ask("release")}>
          {say("act.release")}
        </Button>
      )}
      {held && may("mail:quarantine:delete") && (
        <Button kind="danger" disabled={busy} onClick={() => ask("delete")}>
          {say("act.delete")}
        </Button>
      )}
      {reports && (
        <Button disabled={busy} onClick={askReport}>
          {say("act.report")}
        </Button>
      )}
      <a href={messageUrl(message.id, "raw")} download className={buttonStyle()}>
        <Download aria-hidden="true" className="size-4" />
        {say("message.download")}
      </a>
      {(asked === "release" || asked === "delete") && (
        <DecisionDialog
          act={asked}
          count={1}
          onClose={close}
          onDecide={(reason) => decider.decide({ act: asked, ids: [message.id], reason })}
        />
      )}
      {asked === "report" && (
        <ReportDialog
          count={1}
          onClose={close}
          onReport={(verdict, note) => reporter.report({ ids: [message.id], verdict, note })}
        />
      )}
    </div>
  );
}
