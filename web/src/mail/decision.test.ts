import { afterEach, expect, test, vi } from "vitest";
import { decide, summarise } from "@/mail/decision";

afterEach(() => vi.unstubAllGlobals());

test("a large selection travels in requests the server accepts", async () => {
  const sizes: number[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { ids } = (await request.json()) as { ids: string[] };
    sizes.push(ids.length);
    return Response.json({ results: ids.map((id) => ({ id, outcome: "released", detail: null })) });
  });
  const ids = Array.from({ length: 450 }, (_, place) => String(place));
  const results = await decide({ act: "release", ids, reason: "known" });
  expect(sizes).toEqual([200, 200, 50]);
  expect(results.map((result) => result.id)).toEqual(ids);
});

test("only what the server confirms counts as done", () => {
  const results = [
    { id: "1", outcome: "released", detail: null },
    { id: "2", outcome: "already_released", detail: null },
    { id: "3", outcome: "not_held", detail: null },
  ] as never[];
  expect(summarise("release", results)).toEqual([
    "1 message released",
    "2 were left as they are: already released, not held any more",
  ]);
});

test("when nothing changed, that is what it says", () => {
  const results = [{ id: "1", outcome: "not_found", detail: null }] as never[];
  expect(summarise("delete", results)).toEqual([
    "Nothing changed",
    "1 was left as it is: not found",
  ]);
});
