import { expect, test, vi } from "vitest";
import type { ReportOutcome } from "@/api/types";
import { sendReports, summariseReports } from "@/mail/reporting";

const outcome = (id: string, what: ReportOutcome["outcome"]): ReportOutcome => ({
  id,
  outcome: what,
  detail: "",
});

test("what was recorded and what was not are both told", () => {
  const results = [outcome("a", "recorded"), outcome("b", "recorded"), outcome("c", "not_found")];
  expect(summariseReports("phish", results)).toEqual([
    "2 messages reported as phishing",
    "1 could not be reported: it is gone, or not judged yet",
  ]);
  expect(summariseReports("ham", [outcome("a", "recorded")])).toEqual([
    "1 message reported as wanted",
    "",
  ]);
  expect(summariseReports("spam", [outcome("a", "not_found")])[0]).toBe("Nothing changed");
});

test("many reports go in several requests, each with the same words", async () => {
  const bodies: { ids: string[]; verdict: string; note: string }[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const body = await request.json();
    bodies.push(body);
    const results = body.ids.map((id: string) => outcome(id, "recorded"));
    return Response.json({ results });
  });
  const ids = Array.from({ length: 450 }, (_, place) => String(place));
  const results = await sendReports({ ids, verdict: "spam", note: "again" });
  expect(bodies.map((body) => body.ids.length)).toEqual([200, 200, 50]);
  expect(bodies.every((body) => body.verdict === "spam" && body.note === "again")).toBe(true);
  expect(results.map((result) => result.id)).toEqual(ids);
  vi.unstubAllGlobals();
});
