// The columns of both mail lists.
import { Link } from "@tanstack/react-router";
import { Paperclip } from "lucide-react";
import type { ReactElement } from "react";
import type { HeldMessage, MessageSummary } from "@/api/types";
import { LabelWord } from "@/mail/label";
import { say } from "@/mail/words";
import { formatBytes } from "@/ui/format";
import type { Column } from "@/ui/grid";
import { Hostile } from "@/ui/hostile";
import { severityOfScore, SeverityShape } from "@/ui/severity";
import { DispositionWord, StateWord } from "@/ui/status";
import { Time } from "@/ui/time";

export const nameOf = (row: MessageSummary): string => row.subject || say("subject.none");

export function Score({ score }: { score: number | null }): ReactElement {
  if (score === null) return <span className="text-quiet">–</span>;
  const severity = severityOfScore(score);
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      <SeverityShape severity={severity} />
      <span className="w-6 text-right text-sm">{score}</span>
    </span>
  );
}

interface CellProps {
  row: MessageSummary;
  /** The name or the subject alone. */
  narrow?: boolean;
}

export function Sender({ row, narrow }: CellProps): ReactElement {
  const address = row.from_address || row.envelope_from;
  if (!row.from_name) {
    return address ? (
      <Hostile>{address}</Hostile>
    ) : (
      <span className="text-quiet">{say("sender.none")}</span>
    );
  }
  return (
    <span className="flex min-w-0 gap-2">
      <Hostile className="max-w-full shrink-0 truncate font-medium">{row.from_name}</Hostile>
      {!narrow && <Hostile className="text-quiet truncate">{address}</Hostile>}
    </span>
  );
}

function Subject({ row, narrow }: CellProps): ReactElement {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        to="/mail/messages/$id"
        params={{ id: row.id }}
        tabIndex={-1}
        className="truncate hover:underline"
      >
        {row.subject ? <Hostile>{row.subject}</Hostile> : say("subject.none")}
      </Link>
      {row.attachments > 0 && (
        <span title={say.count("attachments", row.attachments)} className="text-quiet shrink-0">
          <Paperclip aria-hidden="true" className="size-3.5" />
          <span className="sr-only">{say.count("attachments", row.attachments)}</span>
        </span>
      )}
      {row.label && <LabelWord label={row.label} />}
      {!narrow && row.top_reason && row.disposition !== "deliver" && (
        <span className="text-quiet shrink-[1000] truncate text-sm">
          <Hostile>{row.top_reason}</Hostile>
        </span>
      )}
    </span>
  );
}

function Recipients({ row }: { row: MessageSummary }): ReactElement {
  const [first, ...rest] = row.recipients;
  if (first === undefined) return <span className="text-quiet">–</span>;
  return (
    <span title={row.recipients.join("\n")} className="text-quiet text-sm">
      <Hostile>{first}</Hostile> {rest.length > 0 && say("recipients.more", { n: rest.length })}
    </span>
  );
}

const verdict: Column<MessageSummary> = {
  id: "verdict",
  head: say("column.verdict"),
  width: "3.5rem",
  cell: (row) => <Score score={row.score} />,
};
const from: Column<MessageSummary> = {
  id: "from",
  head: say("column.from"),
  width: "minmax(6rem,2fr)",
  cell: (row, narrow) => <Sender row={row} narrow={narrow} />,
};
const subject: Column<MessageSummary> = {
  id: "subject",
  head: say("column.subject"),
  width: "minmax(10rem,4fr)",
  cell: (row, narrow) => <Subject row={row} narrow={narrow} />,
};
const to: Column<MessageSummary> = {
  id: "to",
  head: say("column.to"),
  width: "minmax(8rem,2fr)",
  roomy: true,
  cell: (row) => <Recipients row={row} />,
};
const state: Column<MessageSummary> = {
  id: "state",
  head: say("column.state"),
  width: "6.5rem",
  cell: (row) =>
    row.disposition === "tag" && row.state === "delivered" ? (
      <DispositionWord disposition="tag" />
    ) : (
      <StateWord state={row.state} />
    ),
};
const size: Column<MessageSummary> = {
  id: "size",
  head: say("column.size"),
  width: "4.25rem",
  end: true,
  roomy: true,
  cell: (row) => <span className="text-quiet text-sm">{formatBytes(row.size)}</span>,
};
const received: Column<MessageSummary> = {
  id: "received",
  head: say("column.received"),
  width: "4.75rem",
  end: true,
  cell: (row) => (
    <span className="text-quiet text-sm">
      <Time at={row.received_at} />
    </span>
  ),
};

export const MESSAGE_COLUMNS = [verdict, from, subject, to, state, size, received] as const;

export const HELD_COLUMNS: readonly Column<HeldMessage>[] = [
  verdict,
  from,
  subject,
  to,
  state,
  {
    id: "expires",
    head: say("column.expires"),
    width: "4.75rem",
    end: true,
    roomy: true,
    cell: (row) =>
      row.expires_at ? (
        <span className="text-quiet text-sm">
          <Time at={row.expires_at} form="relative" />
        </span>
      ) : (
        "–"
      ),
  },
  {
    ...received,
    head: say("column.held"),
    cell: (row) => (
      <span className="text-quiet text-sm">
        <Time at={row.held_at ?? row.received_at} />
      </span>
    ),
  },
];
