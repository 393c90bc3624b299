import { afterEach, expect, test, vi } from "vitest";
import { allows, sessionQuery, signIn } from "@/api/session";
import { answer, client } from "@/api/client";
import { Problem } from "@/api/problem";

const SESSION = {
  user: { id: "1", username: "ines", display_name: "Ines", roles: [], permissions: [] },
  csrf_token: "token-of-this-session",
  expires_at: "2026-01-01T00:00:00Z",
};

function serve(...answers: Response[]) {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(request);
    return Promise.resolve(answers.shift() ?? new Response(null, { status: 204 }));
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["*", true],
  ["mail:*:*", true],
  ["mail:*", true],
  ["mail:message:read", true],
  ["mail:message", false],
  ["mail:message:write", false],
  ["archive:*:*", false],
  ["mail:message:read:more", false],
  ["", false],
])("the pattern %s covers mail:message:read: %s", (pattern, covered) => {
  expect(allows([pattern], "mail:message:read")).toBe(covered);
});

test("nobody signed in is an answer, not an error", async () => {
  serve(Response.json({ title: "Sign in first", detail: "…" }, { status: 401 }));
  const nobody = await sessionQuery.queryFn?.({} as never);
  expect(nobody).toBeNull();
});

test("requests that change something carry the token of the session", async () => {
  const asked = serve(Response.json(SESSION));
  await signIn("ines", "correct horse");
  await answer(
    client.DELETE("/api/v1/identity/keys/{identifier}", { params: { path: { identifier: "k" } } }),
  );
  expect(asked[1]?.headers.get("X-CSRF-Token")).toBe("token-of-this-session");
});

test("a refusal is thrown as the server's own problem", async () => {
  serve(
    Response.json(
      { title: "No", detail: "The reason.", code: "no", request_id: "r-1", status: 403 },
      { status: 403 },
    ),
  );
  const refused = await signIn("ines", "wrong").catch((problem: unknown) => problem);
  expect(refused).toBeInstanceOf(Problem);
  expect(refused).toMatchObject({ detail: "The reason.", requestId: "r-1", passing: false });
});

test("a server that cannot be reached is a problem that passes", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed to fetch")));
  const refused = await signIn("ines", "x").catch((problem: unknown) => problem);
  expect(refused).toMatchObject({ code: "unreachable", passing: true });
});
