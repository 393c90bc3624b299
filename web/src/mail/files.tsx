// What the attachments hold: each file that was taken apart, what it can do, what stood in the way.
import { CornerDownRight, FileText, TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import type { FileSeen } from "@/api/types";
import { say } from "@/mail/words";
import { formatBytes } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { Section } from "@/ui/page";

/** What is indented no further: archives nest as deep as their sender likes. */
const DEEPEST = 6;

/** What a file can do in words; what we have no word for, as it is spelt. */
function signName(trait: string): string {
  const name = say.value("trait", trait);
  return name === trait ? trait.replaceAll("-", " ") : name;
}

export function Files({ files }: { files: readonly FileSeen[] }): ReactElement | null {
  if (files.length === 0) return null;
  return (
    <Section title={say("files.title")} aside={<Count files={files} />} flush>
      <ul className="divide-line divide-y">
        {files.map((file, place) => (
          <File key={place} file={file} />
        ))}
      </ul>
    </Section>
  );
}

function Count({ files }: { files: readonly FileSeen[] }): ReactElement {
  return <span className="text-quiet text-sm">{say.count("files.count", files.length)}</span>;
}

function File({ file }: { file: FileSeen }): ReactElement {
  const depth = Math.min(file.path.length - 1, DEEPEST);
  const Icon = depth > 0 ? CornerDownRight : FileText;
  return (
    <li className="px-4 py-2.5" style={{ paddingLeft: `${1 + Math.max(0, depth) * 1.25}rem` }}>
      <p className="flex flex-wrap items-center gap-x-3">
        <Icon aria-hidden="true" className="text-quiet size-4 shrink-0" />
        <Hostile className="min-w-0 font-medium break-all">
          {file.path.at(-1) || say("files.nameless")}
        </Hostile>
        <span className="text-quiet text-sm">
          {say("files.kind", { type: file.type, size: formatBytes(file.size) })}
        </span>
      </p>
      <Signs file={file} />
      {(file.defects ?? []).map((defect, place) => (
        <p key={place} className="text-medium mt-1 ml-7 flex gap-1.5 text-sm">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
          <Hostile>{defect}</Hostile>
        </p>
      ))}
    </li>
  );
}

function Signs({ file }: { file: FileSeen }): ReactElement | null {
  const { signs = [] } = file;
  if (signs.length === 0) return null;
  return (
    <ul aria-label={say("files.signs")} className="mt-1 ml-7 space-y-0.5 text-sm">
      {signs.map((sign, place) => (
        <li key={place} className="flex gap-3">
          <span className="w-40 shrink-0">{signName(sign.trait)}</span>
          <code className="text-quiet min-w-0 font-mono text-xs leading-5 break-all">
            <Hostile>{sign.detail ?? ""}</Hostile>
          </code>
        </li>
      ))}
    </ul>
  );
}
