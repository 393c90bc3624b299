import { Download } from "lucide-react";
import type { ReactElement } from "react";
import type { Message } from "@/api/types";
import { placed, type PlacedPart } from "@/mail/part-tree";
import { messageUrl } from "@/mail/queries";
import { say } from "@/mail/words";
import { buttonStyle } from "@/ui/button";
import { Identifier } from "@/ui/copy";
import { formatBytes } from "@/ui/format";
import { Hostile } from "@/ui/hostile";

/** What is indented no further: a tree may nest as deep as its sender likes. */
const DEEPEST = 8;

export function PartsTab({ message }: { message: Message }): ReactElement {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-5">
      <p className="text-quiet mb-3">{say("parts.warning")}</p>
      <table
        aria-label={say("parts.label")}
        className="border-line bg-surface w-full border-separate border-spacing-0 overflow-hidden rounded-lg border"
      >
        <thead className="label text-left">
          <tr className="[&>*]:border-line h-9 [&>*]:border-b [&>*]:px-4 [&>th]:font-medium">
            <th scope="col">{say("parts.name")}</th>
            <th scope="col">{say("parts.type")}</th>
            <th scope="col" className="text-right">
              {say("parts.size")}
            </th>
            <th scope="col">{say("parts.sha256")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {placed(message.parts).map((part) => (
            <PartRow key={part.index} id={message.id} part={part} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PartRow({ id, part }: { id: string; part: PlacedPart }): ReactElement {
  const indent = Math.min(part.depth, DEEPEST) * 1.5;
  return (
    <tr className="[&>td]:border-line/70 hover:bg-canvas h-10 [&>td]:px-4 [&:not(:last-child)>td]:border-b">
      <td>
        <span className="block truncate" style={{ paddingLeft: `${indent}rem` }}>
          {part.file_name ? (
            <Hostile className="font-medium">{part.file_name}</Hostile>
          ) : (
            <span className="text-quiet">{part.index}</span>
          )}
        </span>
      </td>
      <td>
        <Hostile className="text-quiet text-sm">{part.content_type}</Hostile>
      </td>
      <td className="text-right text-sm">{formatBytes(part.size)}</td>
      <td>
        <Identifier text={part.sha256} what={say("parts.sha256")} />
      </td>
      <td className="text-right">
        <a
          href={messageUrl(id, `parts/${part.index}`)}
          download
          aria-label={say("parts.download", { index: part.index })}
          className={buttonStyle({ kind: "quiet", size: "icon" })}
        >
          <Download aria-hidden="true" className="size-4" />
        </a>
      </td>
    </tr>
  );
}
