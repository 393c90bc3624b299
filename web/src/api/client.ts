// The one way to the server: typed by its own OpenAPI document, problems thrown.
import createClient, { type Middleware } from "openapi-fetch";
import { problemOf, unreachable } from "@/api/problem";
import type { paths } from "@/api/schema";

const SAFE = new Set(["GET", "HEAD"]);
let csrfToken = "";

/** Keep the token that state-changing requests of this session must carry. */
export function carryToken(token: string): void {
  csrfToken = token;
}

const withToken: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method) && csrfToken) request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
};

export const client = createClient<paths>({
  baseUrl: globalThis.location.origin,
  fetch: (request) => globalThis.fetch(request),
});
client.use(withToken);

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws the `Problem` of any other outcome. */
export async function answer<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await call.catch((reason: unknown) => {
    if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
    throw unreachable();
  });
  if (!response.ok) throw problemOf(error, response.status);
  return data as Data;
}

/** The text at `path`, cut after `limit` characters: raw mail can be tens of megabytes. */
export async function readText(path: string, limit: number, signal: AbortSignal): Promise<string> {
  const response = await fetch(path, { signal }).catch(() => {
    throw unreachable();
  });
  if (!response.ok) throw problemOf(await response.json().catch(() => null), response.status);
  if (!response.body) return "";
  const reader = response.body.pipeThrough(new TextDecoderStream("utf-8")).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length >= limit) {
      await reader.cancel();
      return text.slice(0, limit);
    }
  }
}
