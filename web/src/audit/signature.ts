// Ed25519 signatures of checkpoints (C2SP signed-note), checked by the browser where it can.
import { concat, sha256, type Bytes } from "@/audit/bytes";
import type { Checkpoint } from "@/audit/proof-text";

export interface LedgerKey {
  name: string;
  /** 32 bytes. */
  publicKey: Bytes;
}

const ED25519 = new Uint8Array([1]);
const encode = (text: string): Bytes => new TextEncoder().encode(text);

async function keyIdOf(key: LedgerKey): Promise<Bytes> {
  const hash = await sha256(concat(encode(`${key.name}\n`), ED25519, key.publicKey));
  return hash.slice(0, 4);
}

const same = (one: Bytes, other: Bytes) =>
  one.length === other.length && one.every((byte, place) => byte === other[place]);

/** Whether `key` signed the checkpoint; `null` when this browser has no Ed25519. */
export async function isSigned(checkpoint: Checkpoint, key: LedgerKey): Promise<boolean | null> {
  const keyId = await keyIdOf(key);
  const ours = checkpoint.signatures.find(
    (signature) => signature.name === key.name && same(signature.keyId, keyId),
  );
  if (!ours) return false;
  let publicKey: CryptoKey;
  try {
    publicKey = await crypto.subtle.importKey("raw", key.publicKey, "Ed25519", false, ["verify"]);
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotSupportedError") return null;
    return false;
  }
  return crypto.subtle.verify("Ed25519", publicKey, ours.signature, encode(checkpoint.signed));
}
