import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { Message } from "@/api/types";
import { SOURCE_LIMIT, sourceQuery } from "@/mail/queries";
import { say } from "@/mail/words";
import { formatBytes } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { HostileLines } from "@/ui/hostile-lines";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";

export function HeadersTab({ message }: { message: Message }): ReactElement {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-5">
      <table
        aria-label={say("headers.label")}
        className="border-line bg-surface w-full table-fixed border-separate border-spacing-0 rounded-lg border"
      >
        <thead className="sr-only">
          <tr>
            <th scope="col">{say("headers.name")}</th>
            <th scope="col">{say("headers.value")}</th>
          </tr>
        </thead>
        <tbody>
          {message.headers.map((header, place) => (
            <tr
              key={place}
              className="[&>*]:border-line/70 align-top [&:not(:last-child)>*]:border-b"
            >
              <th scope="row" className="w-52 px-4 py-2 text-left font-medium break-words">
                <Hostile>{header.name}</Hostile>
              </th>
              <td className="px-4 py-2 font-mono text-xs leading-5 break-words">
                <Hostile>{header.value}</Hostile>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function SourceTab({ message }: { message: Message }): ReactElement {
  const source = useQuery(sourceQuery(message.id));
  if (source.isPending) return <Skeleton lines={12} />;
  if (source.isError) {
    return (
      <div className="p-5">
        <ProblemNote error={source.error} onRetry={() => void source.refetch()} />
      </div>
    );
  }
  const cut = source.data.length >= SOURCE_LIMIT;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 p-5">
      {cut && (
        <p className="text-quiet">
          {say("source.cut", {
            shown: formatBytes(SOURCE_LIMIT),
            size: formatBytes(message.size),
          })}
        </p>
      )}
      <pre
        aria-label={say("source.label")}
        // A region that scrolls must be reachable by key.
        tabIndex={0}
        className="border-line bg-surface min-h-0 flex-1 overflow-auto rounded-lg border p-4 font-mono text-xs leading-5"
      >
        <HostileLines text={source.data} />
      </pre>
    </div>
  );
}
