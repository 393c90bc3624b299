import { expect, test } from "vitest";
import { concat, hex, sha256, type Bytes } from "@/audit/bytes";
import { climb, leafHash } from "@/audit/merkle";

const encode = (text: string): Bytes => new TextEncoder().encode(text);

/** The tree hash and the audit path as RFC 6962 §2.1 defines them, recursively. */
async function treeHash(leaves: Bytes[]): Promise<Bytes> {
  const [only] = leaves;
  if (leaves.length === 1 && only) return leafHash(only);
  const split = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  const parts = [await treeHash(leaves.slice(0, split)), await treeHash(leaves.slice(split))];
  return sha256(concat(new Uint8Array([1]), ...parts));
}

async function auditPath(index: number, leaves: Bytes[]): Promise<Bytes[]> {
  if (leaves.length <= 1) return [];
  const split = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...(await auditPath(index, left)), await treeHash(right)]
    : [...(await auditPath(index - split, right)), await treeHash(left)];
}

const leavesOf = (size: number) =>
  Array.from({ length: size }, (_, place) => encode(`leaf ${place}`));

async function rootOf(leaf: Bytes, index: number, size: number, path: Bytes[]): Promise<string> {
  const start = await leafHash(leaf);
  const steps = await climb(start, index, size, path);
  return hex(steps.at(-1)?.hash ?? start);
}

test("the hash of an empty leaf is the one of the RFC's test vectors", async () => {
  expect(hex(await leafHash(encode("")))).toBe(
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
});

test("the root of the RFC's own seven-leaf example tree", async () => {
  const bytes = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"].map(
    (text) => new Uint8Array((text.match(/../g) ?? []).map((pair) => parseInt(pair, 16))),
  );
  const expected = "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c";
  for (const [index, leaf] of bytes.entries()) {
    expect(await rootOf(leaf, index, 7, await auditPath(index, bytes))).toBe(expected);
  }
});

test("every leaf of every tree up to 33 leaves is proved", async () => {
  for (let size = 1; size <= 33; size += 1) {
    const leaves = leavesOf(size);
    const root = hex(await treeHash(leaves));
    for (const [index, leaf] of leaves.entries()) {
      expect(await rootOf(leaf, index, size, await auditPath(index, leaves))).toBe(root);
    }
  }
});

test("another leaf, place or sibling leads to another root", async () => {
  const leaves = leavesOf(11);
  const root = hex(await treeHash(leaves));
  const path = await auditPath(4, leaves);
  const bent = path.map((sibling, place) =>
    place === 1 ? sibling.map((byte, at) => (at ? byte : byte ^ 1)) : sibling,
  );
  expect(await rootOf(encode("another leaf"), 4, 11, path)).not.toBe(root);
  expect(await rootOf(encode("leaf 4"), 5, 11, path)).not.toBe(root);
  expect(await rootOf(encode("leaf 4"), 4, 11, bent as Bytes[])).not.toBe(root);
});

test("a path of the wrong length is refused, not truncated", async () => {
  const leaves = leavesOf(11);
  const leaf = await leafHash(encode("leaf 4"));
  const path = await auditPath(4, leaves);
  await expect(climb(leaf, 4, 11, path.slice(0, -1))).rejects.toThrow("too short");
  await expect(climb(leaf, 4, 11, [...path, leaf])).rejects.toThrow("too long");
  await expect(climb(leaf, 11, 11, path)).rejects.toThrow("outside");
  await expect(climb(leaf, -1, 11, path)).rejects.toThrow("outside");
  await expect(climb(leaf, 0.5, 11, path)).rejects.toThrow("outside");
  await expect(climb(leaf, 0, 0, [])).rejects.toThrow("outside");
});
