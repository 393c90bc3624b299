// Reading the whole ledger again on the server, and taking its signed head away.
import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { Download, ShieldCheck, ShieldX } from "lucide-react";
import type { ReactElement } from "react";
import type { Verification } from "@/api/types";
import { useMay } from "@/api/use-session";
import { CHECKPOINT_URL, verifyLedger } from "@/audit/queries";
import { say } from "@/audit/words";
import { Button, buttonStyle } from "@/ui/button";
import { Identifier } from "@/ui/copy";
import { formatMilliseconds } from "@/ui/format";
import { ProblemNote } from "@/ui/problem";

type Verifying = UseMutationResult<Verification, Error, void>;

export function useVerification(): Verifying {
  return useMutation({ mutationFn: () => verifyLedger() });
}

export function VerifyActions({ verification }: { verification: Verifying }): ReactElement {
  const may = useMay();
  return (
    <div className="flex items-center gap-2">
      <a
        href={CHECKPOINT_URL}
        download="checkpoint.txt"
        title={say("checkpoint.title")}
        className={buttonStyle()}
      >
        <Download aria-hidden="true" className="size-4" />
        {say("checkpoint")}
      </a>
      {may("audit:ledger:verify") && (
        <Button
          kind="primary"
          disabled={verification.isPending}
          onClick={() => verification.mutate()}
        >
          {say(verification.isPending ? "verify.pending" : "verify")}
        </Button>
      )}
    </div>
  );
}

function sentence(result: Verification): string {
  if (result.ok) {
    const time = formatMilliseconds(result.milliseconds);
    return say.count("verify.ok", result.entries, { time });
  }
  const index = result.first_bad;
  return index === null || index === undefined
    ? say("verify.badSomewhere")
    : say("verify.bad", { index });
}

export function VerifyResult({ verification }: { verification: Verifying }): ReactElement | null {
  if (verification.isError) {
    return (
      <div className="mt-3">
        <ProblemNote error={verification.error} />
      </div>
    );
  }
  if (!verification.data) return null;
  const result = verification.data;
  const Icon = result.ok ? ShieldCheck : ShieldX;
  return (
    <div
      role={result.ok ? "status" : "alert"}
      className={`mt-3 flex items-start gap-3 rounded-md border p-3 ${
        result.ok ? "border-accent/40 bg-accent-soft" : "border-critical/40 bg-critical-soft"
      }`}
    >
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-4 shrink-0 ${result.ok ? "text-accent" : "text-critical"}`}
      />
      <div className="min-w-0">
        <p className="font-semibold">{sentence(result)}</p>
        {result.problem && <p>{result.problem}</p>}
        <p className="text-quiet flex items-center gap-2 text-sm">
          {say("verify.root")} <Identifier text={result.root_hash} what={say("verify.root")} long />
        </p>
      </div>
    </div>
  );
}
