// What people made of a message: a word and a sign.
import { MailCheck, MailX, ShieldAlert, ThumbsUp, type LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { say } from "@/mail/words";

const SIGNS: Readonly<Record<string, [icon: LucideIcon, colour: string]>> = {
  phish: [ShieldAlert, "text-critical"],
  spam: [MailX, "text-high"],
  ham: [ThumbsUp, "text-accent"],
  released: [MailCheck, "text-quiet"],
};

export function LabelWord({ label }: { label: string }): ReactElement {
  const [Icon, colour] = SIGNS[label] ?? [MailCheck, "text-quiet"];
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-1 align-middle text-sm font-medium ${colour}`}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {say.value("label", label)}
    </span>
  );
}
