import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { sessionQuery } from "@/api/session";
import { KeysPage } from "@/settings/keys-page";

const KEY = {
  id: "k1",
  name: "SIEM",
  prefix: "bz_4Qx9",
  roles: ["auditor"],
  created_at: "2026-01-01T00:00:00Z",
  expires_at: "2027-01-01T00:00:00Z",
  last_used_at: null,
};
const page = (items: object[]) => ({ items, total: items.length, page: 1, page_size: 200 });

let keys: object[];
let posted: unknown;

function open() {
  keys = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "POST") {
      posted = await request.json();
      keys = [KEY];
      return Response.json({ ...KEY, key: "bz_the-whole-secret" }, { status: 201 });
    }
    if (request.method === "DELETE") {
      keys = [];
      return new Response(null, { status: 204 });
    }
    return Response.json(page(keys));
  });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queryClient.setQueryData(sessionQuery.queryKey, {
    user: { roles: ["analyst", "auditor"] },
  } as never);
  render(
    <QueryClientProvider client={queryClient}>
      <KeysPage />
    </QueryClientProvider>,
  );
}

afterEach(() => vi.unstubAllGlobals());

test("a new key is shown once, and then only its beginning", async () => {
  open();
  expect(await screen.findByText("No keys yet")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "New key" }));
  await userEvent.type(screen.getByLabelText("Name"), "SIEM");
  await userEvent.click(screen.getByLabelText("Analyst"));
  await userEvent.click(screen.getByRole("button", { name: "Create key" }));
  expect(await screen.findByText("bz_the-whole-secret")).toBeTruthy();
  expect(posted).toEqual({ name: "SIEM", roles: ["auditor"], expires_in_days: 90 });
  await userEvent.click(screen.getByRole("button", { name: "I have copied it" }));
  expect(await screen.findByText("bz_4Qx9")).toBeTruthy();
  expect(screen.queryByText("bz_the-whole-secret")).toBeNull();
});

test("revoking asks first", async () => {
  open();
  keys = [KEY];
  await userEvent.click(await screen.findByRole("button", { name: "Revoke" }));
  expect(screen.getByRole("dialog", { name: "Revoke SIEM" })).toBeTruthy();
  const buttons = screen.getAllByRole("button", { name: "Revoke" });
  await userEvent.click(buttons.at(-1) as HTMLElement);
  expect(await screen.findByText("No keys yet")).toBeTruthy();
});
