import type { ReactElement } from "react";
import type { FeedbackReport } from "@/api/types";
import { say } from "@/mail/words";
import { Hostile } from "@/ui/hostile";
import { Fact, Facts, Section } from "@/ui/page";

type Failure = NonNullable<FeedbackReport["failure"]>;

const FACTS = [
  "failed",
  "source_ip",
  "delivery",
  "alignment",
  "header_from",
  "original_from",
  "subject",
  "message_id",
  "dkim_domain",
  "dkim_selector",
  "agent",
] as const;

/** A message that failed, as far as the reporter told of it. */
export function FailureView({ report }: { report: Failure }): ReactElement {
  return (
    <Section title={say("failure.title")}>
      <Facts>
        {FACTS.filter((name) => report[name]).map((name) => (
          <Fact key={name} term={say(`failure.${name}`)}>
            <Hostile>{report[name] ?? ""}</Hostile>
          </Fact>
        ))}
        {report.results.length > 0 && (
          <Fact term={say("failure.results")}>
            {report.results.map((result, place) => (
              <Hostile key={place} className="block font-mono text-xs leading-5">
                {result}
              </Hostile>
            ))}
          </Fact>
        )}
      </Facts>
    </Section>
  );
}
