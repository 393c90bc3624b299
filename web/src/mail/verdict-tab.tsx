import { useState, type ReactElement } from "react";
import type { Authentication, Message } from "@/api/types";
import { useMay } from "@/api/use-session";
import { Decisions } from "@/mail/decisions";
import { Deliveries, EnvelopeFacts, Timeline } from "@/mail/course";
import { Files } from "@/mail/files";
import { Innocence } from "@/mail/innocence";
import { ListDialog } from "@/mail/list-dialog";
import type { ListKind } from "@/mail/listing";
import { Reasons } from "@/mail/reasons";
import { SenderCard } from "@/mail/sender-card";
import { VerdictLine } from "@/mail/verdict";
import { say } from "@/mail/words";
import { formatNumber } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { useKeys } from "@/ui/keys/use-keys";
import { Section } from "@/ui/page";

export function VerdictTab({ message }: { message: Message }): ReactElement {
  const may = useMay();
  const [listing, setListing] = useState<ListKind | null>(null);
  const { verdict } = message;
  useKeys({
    "act.block": () => {
      if (message.from_address && may("mail:list:write")) setListing("block");
    },
  });
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="grid gap-4 p-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="min-w-0 space-y-4">
          <Section title={say("tab.verdict")}>
            <VerdictLine verdict={verdict} />
            {verdict && verdict.withheld.length > 0 && <Withheld from={verdict.withheld} />}
            {verdict && <Reasons reasons={verdict.reasons} message={message} />}
          </Section>
          {verdict && <Files files={verdict.files} />}
          <Section title={say("auth.title")} flush>
            {message.authentication ? (
              <AuthenticationList found={message.authentication} />
            ) : (
              <p className="text-quiet p-4">{say("auth.none")}</p>
            )}
          </Section>
          {message.defects.length > 0 && <Defects message={message} />}
        </div>
        <div className="min-w-0 space-y-4">
          {verdict && <Innocence verdict={verdict} />}
          <SenderCard message={message} onList={setListing} />
          <Decisions decisions={message.decisions} />
          <Deliveries message={message} />
          <Timeline message={message} />
          <EnvelopeFacts message={message} />
        </div>
      </div>
      {listing && (
        <ListDialog
          kind={listing}
          address={message.from_address}
          recipients={message.recipients}
          onClose={() => setListing(null)}
        />
      )}
    </div>
  );
}

function Withheld({ from }: { from: readonly string[] }): ReactElement {
  return (
    <p className="bg-medium-soft mt-3 rounded-md px-3 py-2">
      {say("verdict.withheld")}{" "}
      {from.map((address) => (
        <Hostile key={address} className="mr-2 font-medium">
          {address}
        </Hostile>
      ))}
    </p>
  );
}

interface Vouched {
  name: string;
  result: string;
  sentence: string;
}

function vouchers(found: Authentication): Vouched[] {
  const dkim = found.dkim.length
    ? found.dkim
    : [{ result: "none", sentence: say("auth.dkim.none") }];
  return [
    { name: say("auth.spf"), ...found.spf },
    ...dkim.map((signature) => ({ name: say("auth.dkim"), ...signature })),
    { name: say("auth.dmarc"), ...found.dmarc },
    { name: say("auth.arc"), ...found.arc },
  ];
}

const RESULT_COLOURS: Readonly<Record<string, string>> = {
  pass: "text-accent",
  fail: "text-critical",
  softfail: "text-medium",
  permerror: "text-high",
  temperror: "text-medium",
};

function AuthenticationList({ found }: { found: Authentication }): ReactElement {
  return (
    <ul className="divide-line divide-y">
      {vouchers(found).map((voucher, place) => (
        <li key={place} className="grid grid-cols-[4rem_5.5rem_1fr] gap-x-2 px-4 py-2.5">
          <span className="font-semibold">{voucher.name}</span>
          <span className={`font-medium ${RESULT_COLOURS[voucher.result] ?? "text-quiet"}`}>
            {voucher.result}
          </span>
          <span className="text-pretty">
            <Hostile>{voucher.sentence}</Hostile>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Defects({ message }: { message: Message }): ReactElement {
  return (
    <Section title={say("defects.title")} flush>
      <ul className="divide-line divide-y">
        {message.defects.map((defect, place) => (
          <li key={place} className="flex flex-wrap gap-x-3 px-4 py-2.5">
            <Hostile>{defect.sentence}</Hostile>
            <span className="text-quiet text-sm">
              {say("defects.offset", { offset: formatNumber(defect.offset) })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
