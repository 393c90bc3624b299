// A sender's history in sentences: what mail was seen, what people made of it, who wrote back.
import type { Sender } from "@/api/types";
import { say } from "@/mail/words";
import { formatDayAndClock } from "@/ui/format";

type Seen = NonNullable<Sender["proved"]>;

function told(seen: Seen): string[] {
  const counts = [
    ["sender.released", seen.released],
    ["sender.phish", seen.reported_phish],
    ["sender.spam", seen.reported_spam],
    ["sender.ham", seen.reported_ham],
  ] as const;
  return [
    say("sender.since", { first: formatDayAndClock(new Date(seen.first_seen)) }),
    ...counts.filter(([, n]) => n > 0).map(([key, n]) => say.count(key, n)),
  ];
}

/** Proved mail first: what anybody could have written counts apart. */
export function senderStory(sender: Sender): string[] {
  const { proved, claimed, written_to: written, domain_seen: domain } = sender;
  return [
    ...(proved ? [say.count("sender.proved", proved.messages), ...told(proved)] : []),
    ...(claimed
      ? [say.count("sender.claimed", claimed.messages), ...(proved ? [] : told(claimed))]
      : []),
    ...(domain > 0 ? [say.count("sender.domain", domain)] : []),
    written > 0 ? say.count("sender.written", written) : say("sender.written.never"),
  ];
}
