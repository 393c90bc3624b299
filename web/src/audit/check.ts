// Checks one entry of the ledger against its proof, trusting nothing but the key.
import type { Entry } from "@/api/types";
import { hex, type Bytes } from "@/audit/bytes";
import { climb, leafHash, type Step } from "@/audit/merkle";
import { readProof, type ProofText } from "@/audit/proof-text";
import { isSigned, type LedgerKey } from "@/audit/signature";

export interface Checked {
  proof: ProofText;
  leaf: Bytes;
  steps: Step[];
  /** The sealed bytes say what the page shows. */
  same: boolean;
  /** The proof is of this entry. */
  placed: boolean;
  /** The siblings lead to the root of the checkpoint. */
  rooted: boolean;
  /** `null` when the browser cannot tell. */
  signed: boolean | null;
}

export const passes = (checked: Checked): boolean =>
  checked.same && checked.placed && checked.rooted && checked.signed !== false;

interface Sealed {
  index: number;
  entry: {
    action: string;
    actor: { id: string; kind: string; name: string };
    details: unknown;
    object: string;
    outcome: string;
    reason: string | null;
    request_id: string | null;
    time: string;
  };
}

/** JSON with sorted names, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const pairs = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${pairs.map(([name, held]) => `${JSON.stringify(name)}:${canonical(held)}`).join(",")}}`;
}

function saysTheSame(bytes: Bytes, shown: Entry): boolean {
  let sealed: Sealed;
  try {
    sealed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Sealed;
  } catch {
    return false;
  }
  const { action, actor, details, object, outcome, reason, request_id, time } = sealed.entry;
  const { id, kind, name } = shown.actor;
  return (
    sealed.index === shown.index &&
    Date.parse(time) === Date.parse(shown.time) &&
    canonical([action, actor, details, object, outcome, reason, request_id]) ===
      canonical([
        shown.action,
        { id, kind, name },
        shown.details,
        shown.object,
        shown.outcome,
        shown.reason ?? null,
        shown.request_id ?? null,
      ])
  );
}

/** Throws when the proof cannot be read at all. */
export async function check(text: string, shown: Entry, key: LedgerKey): Promise<Checked> {
  const proof = readProof(text);
  const { entry, index, hashes, checkpoint } = proof;
  const leaf = await leafHash(entry);
  const steps = await climb(leaf, index, checkpoint.size, hashes);
  return {
    proof,
    leaf,
    steps,
    same: saysTheSame(entry, shown),
    placed: index === shown.index && hex(leaf) === shown.leaf_hash,
    rooted: hex(steps.at(-1)?.hash ?? leaf) === hex(checkpoint.root),
    signed: await isSigned(checkpoint, key),
  };
}
