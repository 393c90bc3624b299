// Judging a message again under other rules. It shows; it changes nothing, and says so.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";
import type { Message } from "@/api/types";
import { numbered } from "@/mail/evidence";
import { thresholdsQuery } from "@/mail/queries";
import { ThresholdFields, type Thresholds } from "@/mail/thresholds";
import { suppose, suppositionOf } from "@/mail/what-if";
import { Comparison } from "@/mail/what-if-result";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";
import { Field, Input, Select } from "@/ui/field";
import { Section } from "@/ui/page";
import { ProblemNote } from "@/ui/problem";

const ENTRIES = ["none", "allow", "deny"] as const;

export function WhatIfTab({ message }: { message: Message }): ReactElement {
  const [thresholds, setThresholds] = useState<Thresholds | null>(null);
  const inForce = useQuery(thresholdsQuery(message.id));
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [kind, setKind] = useState<(typeof ENTRIES)[number]>("none");
  const [pattern, setPattern] = useState(message.from_address);
  const judged = useMutation({
    mutationFn: () => {
      const entry = kind === "none" ? null : { kind, pattern };
      return suppose(message.id, suppositionOf({ thresholds, without: [...without], entry }));
    },
  });
  const toggle = (id: string) => {
    const next = new Set(without);
    if (!next.delete(id)) next.add(id);
    setWithout(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    judged.mutate();
  };
  const reasons = numbered(message.verdict?.reasons ?? []);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="grid items-start gap-4 p-5 xl:grid-cols-[24rem_minmax(0,1fr)]">
        <Section title={say("whatIf.title")}>
          <form onSubmit={submit} className="space-y-5">
            <p className="text-quiet text-pretty">{say("whatIf.intro")}</p>
            <ThresholdFields
              value={thresholds}
              onChange={setThresholds}
              whenTurnedOn={inForce.data}
            />
            <Field label={say("whatIf.entry")}>
              {(ids) => (
                <Select
                  {...ids}
                  className="w-full"
                  value={kind}
                  onChange={(event) => setKind(event.target.value as typeof kind)}
                >
                  {ENTRIES.map((one) => (
                    <option key={one} value={one}>
                      {say(`whatIf.entry.${one}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            {kind !== "none" && (
              <Field label={say("list.pattern")}>
                {(ids) => (
                  <Input
                    {...ids}
                    required
                    maxLength={320}
                    value={pattern}
                    onChange={(event) => setPattern(event.target.value)}
                  />
                )}
              </Field>
            )}
            {reasons.length > 0 && (
              <fieldset>
                <legend className="mb-1 text-sm font-medium">{say("whatIf.detectors")}</legend>
                {reasons.map(({ reason }) => (
                  <label key={reason.id} className="flex items-start gap-2 py-0.5">
                    <input
                      type="checkbox"
                      checked={!without.has(reason.id)}
                      onChange={() => toggle(reason.id)}
                      className="accent-accent mt-1"
                    />
                    <span className={without.has(reason.id) ? "text-quiet line-through" : ""}>
                      {reason.title}
                    </span>
                  </label>
                ))}
              </fieldset>
            )}
            <Button type="submit" kind="primary" disabled={judged.isPending}>
              {say(judged.isPending ? "act.pending" : "whatIf.go")}
            </Button>
          </form>
        </Section>
        <div className="min-w-0 space-y-4">
          {judged.isError && <ProblemNote error={judged.error} />}
          {judged.data ? (
            <Comparison compared={judged.data} />
          ) : (
            <p className="text-quiet p-4">{say("whatIf.waiting")}</p>
          )}
        </div>
      </div>
    </div>
  );
}
