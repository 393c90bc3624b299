// The browser's own check of an entry: each step said, with what was computed.
import { useMutation } from "@tanstack/react-query";
import { Check, CircleHelp, X } from "lucide-react";
import type { ReactElement } from "react";
import type { Entry, EntryProof } from "@/api/types";
import { hex } from "@/audit/bytes";
import { check, passes, type Checked } from "@/audit/check";
import { ProofError } from "@/audit/proof-text";
import { fetchKey, fetchProof } from "@/audit/queries";
import { say } from "@/audit/words";
import { Button } from "@/ui/button";
import { ProblemNote } from "@/ui/problem";

interface Result extends Checked {
  text: string;
}

async function run(entry: Entry): Promise<Result> {
  // Browsers keep their hash functions to pages that came over HTTPS or from this machine.
  if (!globalThis.isSecureContext) throw new ProofError(say("proof.insecure"));
  const [proof, key] = await Promise.all([fetchProof(entry.index), fetchKey()]);
  return { ...(await check(proof.text, entry, key)), text: proof.text };
}

function save(text: EntryProof["text"], index: number): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = `entry-${index}.tlog-proof`;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function ProofCheck({ entry }: { entry: Entry }): ReactElement {
  const checking = useMutation({ mutationFn: () => run(entry) });
  const result = checking.data;
  return (
    <div>
      <p className="text-quiet max-w-prose text-pretty">{say("proof.intro")}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button kind="primary" disabled={checking.isPending} onClick={() => checking.mutate()}>
          {say("proof.check")}
        </Button>
        {result && (
          <Button onClick={() => save(result.text, entry.index)}>{say("proof.download")}</Button>
        )}
      </div>
      {checking.isError && (
        <div className="mt-4">
          <ProblemNote error={checking.error} />
        </div>
      )}
      {result && <Findings result={result} />}
    </div>
  );
}

interface FindingProps {
  holds: boolean | null;
  children: string;
}

function Finding({ holds, children }: FindingProps): ReactElement {
  const [Icon, colour] =
    holds === null
      ? [CircleHelp, "text-quiet"]
      : holds
        ? [Check, "text-accent"]
        : [X, "text-critical"];
  return (
    <li className="flex items-start gap-2.5">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${colour}`} strokeWidth={2.4} />
      <span className={holds === false ? "text-critical font-medium" : ""}>{children}</span>
    </li>
  );
}

function Findings({ result }: { result: Result }): ReactElement {
  const { proof, steps, same, placed, rooted, signed } = result;
  const proved = passes(result);
  return (
    <div role={proved ? "status" : "alert"} className="mt-4">
      <ul className="space-y-1.5">
        <Finding holds={same}>{say("proof.same")}</Finding>
        <Finding holds={placed}>{say("proof.leaf", { index: proof.index })}</Finding>
        <Finding holds={rooted}>
          {say.count("proof.root", steps.length, { size: proof.checkpoint.size })}
        </Finding>
        <Finding holds={signed}>
          {signed === null
            ? say("proof.signature.unsupported")
            : say("proof.signature", { name: proof.checkpoint.origin })}
        </Finding>
      </ul>
      <p
        className={`mt-3 rounded-md border px-3 py-2 font-semibold ${
          proved ? "border-accent/40 bg-accent-soft" : "border-critical/40 bg-critical-soft"
        }`}
      >
        {say(proved ? "proof.passed" : "proof.failed")}
      </p>
      <Path result={result} />
    </div>
  );
}

function Hash({ text }: { text: string }): ReactElement {
  return <code className="font-mono text-xs break-all">{text}</code>;
}

function Path({ result }: { result: Result }): ReactElement {
  return (
    <details className="mt-3">
      <summary className="text-quiet hover:text-ink font-medium">{say("proof.path")}</summary>
      <ol className="border-accent/40 mt-2 ml-1.5 space-y-2 border-l-2 pl-4">
        <li>
          <span className="label block">{say("proof.path.leaf")}</span>
          <Hash text={hex(result.leaf)} />
        </li>
        {result.steps.map((step, place) => (
          <li key={place}>
            <span className="label block">
              {say(`proof.path.${step.side}`)} <Hash text={hex(step.sibling)} />
            </span>
            <Hash text={hex(step.hash)} />
          </li>
        ))}
        <li>
          <span className="label block">{say("proof.path.root")}</span>
          <Hash text={hex(result.proof.checkpoint.root)} />
        </li>
      </ol>
    </details>
  );
}
