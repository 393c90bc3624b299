import { beforeAll, expect, test } from "vitest";
import type { Entry } from "@/api/types";
import { concat, hex, sha256, type Bytes } from "@/audit/bytes";
import { canonical, check, passes } from "@/audit/check";
import { leafHash } from "@/audit/merkle";
import type { LedgerKey } from "@/audit/signature";

const encode = (text: string): Bytes => new TextEncoder().encode(text);
const base64 = (bytes: Bytes) => btoa(String.fromCharCode(...bytes));
const NAME = "ledger.example.org";

const BODY = {
  action: "mail:quarantine:release",
  actor: { id: "u1", kind: "user", name: "Ines \u202e" },
  details: { b: 1, a: [true, null, "ü"] },
  id: "e1",
  object: "m1",
  outcome: "done",
  private: {},
  reason: "Confirmed",
  request_id: null,
  time: "2026-05-01T10:00:00.000000Z",
};
const SEALED = encode(JSON.stringify({ entry: BODY, index: 1, previous: "00", v: 1 }));

let key: LedgerKey;
let pair: CryptoKeyPair;
let sibling: Bytes;
let shown: Entry;

async function note(root: Bytes, size = 2): Promise<string> {
  const text = `${NAME}\n${size}\n${base64(root)}\n`;
  const id = (await sha256(concat(encode(`${NAME}\n`), new Uint8Array([1]), key.publicKey))).slice(
    0,
    4,
  );
  const signature = new Uint8Array(
    await crypto.subtle.sign("Ed25519", pair.privateKey, encode(text)),
  );
  return `${text}\n\u2014 ${NAME} ${base64(concat(id, signature))}\n`;
}

async function proof(sealed = SEALED, index = 1): Promise<string> {
  const root = await sha256(concat(new Uint8Array([1]), sibling, await leafHash(SEALED)));
  const head = [
    "c2sp.org/tlog-proof@v1",
    `extra ${base64(sealed)}`,
    `index ${index}`,
    base64(sibling),
  ];
  return `${head.join("\n")}\n\n${await note(root)}`;
}

beforeAll(async () => {
  pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  key = { name: NAME, publicKey };
  sibling = await leafHash(encode("the entry before"));
  const { actor, action, object, outcome, reason, request_id, time, details } = BODY;
  shown = {
    index: 1,
    actor,
    action,
    object,
    outcome,
    reason,
    request_id,
    time: time.replace(".000000Z", "+00:00"),
    details: { a: details.a, b: details.b },
    leaf_hash: hex(await leafHash(SEALED)),
  } as unknown as Entry;
});

test("an honest entry passes every check", async () => {
  const checked = await check(await proof(), shown, key);
  expect(checked).toMatchObject({ same: true, placed: true, rooted: true, signed: true });
  expect(passes(checked)).toBe(true);
});

test.each([
  ["action", { action: "mail:quarantine:delete" }],
  ["actor", { actor: { id: "u2", kind: "user", name: "Tom" } }],
  ["reason", { reason: "Another" }],
  ["details", { details: { a: [true, null, "ü"], b: 2 } }],
  ["time", { time: "2026-05-01T10:00:01Z" }],
])("a page that shows another %s than was sealed is caught", async (_, change) => {
  const checked = await check(await proof(), { ...shown, ...change } as Entry, key);
  expect(checked.same).toBe(false);
  expect(passes(checked)).toBe(false);
});

test("other sealed bytes do not lead to the signed root", async () => {
  const forged = encode(new TextDecoder().decode(SEALED).replace("Confirmed", "Whatever!"));
  const checked = await check(await proof(forged), shown, key);
  expect([checked.placed, checked.rooted]).toEqual([false, false]);
});

test("a checkpoint signed by another key is caught", async () => {
  const stranger = { ...key, publicKey: key.publicKey.map((byte) => byte ^ 1) as Bytes };
  expect(passes(await check(await proof(), shown, stranger))).toBe(false);
});

test("a checkpoint changed after signing is caught", async () => {
  const bent = (await proof())
    .replace(`${NAME}\n2\n`, `${NAME}\n2\n`)
    .replace(/\n(\S{43}=)\n\n/, (line) => line);
  const other = bent.replace("ledger.example.org\n2", "ledger.example.org \n2");
  expect((await check(other, shown, key)).signed).toBe(false);
});

test.each([
  "",
  "c2sp.org/tlog-proof@v9\nindex 0\n\nx",
  "c2sp.org/tlog-proof@v1\nextra !!\nindex 1\n\n",
])("text that is no proof is refused: %j", async (text) => {
  await expect(check(text, shown, key)).rejects.toThrow();
});

test("canonical JSON does not depend on the order of names", () => {
  expect(canonical({ b: [1, { d: null, c: "x" }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
});
