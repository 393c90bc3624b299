// Inclusion in a Merkle tree (RFC 6962 §2.1; the check is RFC 9162 §2.1.3.2).
import { concat, sha256, type Bytes } from "@/audit/bytes";

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

export function leafHash(leaf: Bytes): Promise<Bytes> {
  return sha256(concat(LEAF, leaf));
}

function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(concat(NODE, left, right));
}

/** One step from a leaf to the root: the sibling, the side it stands on, and what both hash to. */
export interface Step {
  side: "left" | "right";
  sibling: Bytes;
  hash: Bytes;
}

/**
 * Climb from `leaf`, the hash of leaf `index` in a tree of `size` leaves, over the siblings.
 * The last step's hash is the root that the proof claims. Throws when the proof is too short or
 * too long for that place in the tree.
 */
export async function climb(
  leaf: Bytes,
  index: number,
  size: number,
  siblings: readonly Bytes[],
): Promise<Step[]> {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new RangeError("the index is outside of the tree");
  }
  let place = index;
  let last = size - 1;
  let hash = leaf;
  const steps: Step[] = [];
  for (const sibling of siblings) {
    if (last === 0) throw new RangeError("the proof is too long");
    const side = place % 2 === 1 || place === last ? "left" : "right";
    hash = side === "left" ? await nodeHash(sibling, hash) : await nodeHash(hash, sibling);
    steps.push({ side, sibling, hash });
    if (side === "left") {
      // A node without a right brother rises unchanged until it is one itself.
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new RangeError("the proof is too short");
  return steps;
}
