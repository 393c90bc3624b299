// Reads the text formats of the ledger: C2SP tlog-proof, tlog-checkpoint and signed-note.
import { fromBase64, type Bytes } from "@/audit/bytes";

const HEADER = "c2sp.org/tlog-proof@v1";
const HASH_SIZE = 32;
const MAX_HASHES = 64;

export interface Signature {
  name: string;
  keyId: Bytes;
  signature: Bytes;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
  /** The text that is signed, with its last newline. */
  signed: string;
  signatures: Signature[];
}

export interface ProofText {
  index: number;
  hashes: Bytes[];
  /** The sealed bytes of the entry. */
  entry: Bytes;
  checkpoint: Checkpoint;
}

export class ProofError extends Error {
  override name = "ProofError";
}

function decoded(text: string, size?: number): Bytes {
  let bytes: Bytes;
  try {
    bytes = fromBase64(text);
  } catch {
    throw new ProofError("a line is not base64");
  }
  if (size !== undefined && bytes.length !== size) throw new ProofError("a hash is not 32 bytes");
  return bytes;
}

function decimal(text: string | undefined): number {
  if (text === undefined || !/^(0|[1-9]\d{0,15})$/.test(text)) throw new ProofError("not a number");
  return Number(text);
}

function after(prefix: string, line: string | undefined): string {
  if (!line?.startsWith(prefix)) throw new ProofError(`the line "${prefix}" is missing`);
  return line.slice(prefix.length);
}

function readSignature(line: string): Signature {
  const [name, encoded, ...rest] = after("\u2014 ", line).split(" ");
  if (!name || !encoded || rest.length) throw new ProofError("a signature line is malformed");
  const bytes = decoded(encoded);
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

export function readCheckpoint(note: string): Checkpoint {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n"))
    throw new ProofError("the checkpoint is not a signed note");
  const signed = note.slice(0, split + 1);
  const [origin, size, root] = signed.split("\n");
  if (!origin) throw new ProofError("the checkpoint has no origin");
  return {
    origin,
    size: decimal(size),
    root: decoded(root ?? "", HASH_SIZE),
    signed,
    signatures: note
      .slice(split + 2, -1)
      .split("\n")
      .map(readSignature),
  };
}

export function readProof(text: string): ProofText {
  const split = text.indexOf("\n\n");
  if (split < 0) throw new ProofError("the proof has no checkpoint");
  const [header, extra, index, ...hashes] = text.slice(0, split).split("\n");
  if (header !== HEADER) throw new ProofError("the proof is of a kind we do not know");
  if (hashes.length > MAX_HASHES) throw new ProofError("the proof has too many hashes");
  return {
    entry: decoded(after("extra ", extra)),
    index: decimal(after("index ", index)),
    hashes: hashes.map((line) => decoded(line, HASH_SIZE)),
    checkpoint: readCheckpoint(text.slice(split + 2)),
  };
}
