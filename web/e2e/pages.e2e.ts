// Every page in light and in dark: no violation of WCAG 2.2 AA that axe can find; and the pictures
// of the manual, where PICTURES names a folder for them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  BASE_URL,
  expectNoBreach,
  openConsole,
  signIn,
  startBrowser,
  visit,
  type Console,
  type Scheme,
} from "./console";

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Pages that stand by themselves, and how to reach those that need a row of a list first. */
const PAGES: Record<string, (page: Page) => Promise<void>> = {
  overview: (page) => visit(page, "/"),
  messages: (page) => visit(page, "/mail/messages"),
  quarantine: async (page) => {
    await visit(page, "/mail/quarantine");
    await preview(page);
  },
  message: async (page) => {
    await visit(page, "/mail/messages?disposition=hold");
    await openFirst(page);
    await page.getByRole("heading", { name: "Who vouches for it" }).waitFor();
  },
  body: async (page) => {
    await PAGES.message?.(page);
    await page.getByRole("link", { name: "Message", exact: true }).click();
    await page.frameLocator("iframe").locator("body").waitFor();
  },
  parts: async (page) => {
    await PAGES.message?.(page);
    await page.getByRole("link", { name: /^Parts/ }).click();
  },
  headers: async (page) => {
    await PAGES.message?.(page);
    await page.getByRole("link", { name: "Headers" }).click();
  },
  marks: async (page) => {
    await visit(page, "/mail/messages?query=mailbox");
    await openFirst(page);
    await page.getByRole("link", { name: "Message", exact: true }).click();
    await page.getByRole("link", { name: "All of it" }).click();
    await page.frameLocator("iframe").locator("body").waitFor();
  },
  "what-if": async (page) => {
    await PAGES.message?.(page);
    await page.getByRole("link", { name: "What if" }).click();
    await page.getByLabel("Other thresholds").check();
    await page.getByRole("button", { name: "Judge again" }).click();
    await page.getByText("Nothing was saved.").waitFor();
  },
  "report-dialog": async (page) => {
    await PAGES.message?.(page);
    await page.keyboard.press("r");
    await page.getByRole("dialog").waitFor();
  },
  "block-dialog": async (page) => {
    await PAGES.message?.(page);
    await page.keyboard.press("b");
    await page.getByRole("dialog").waitFor();
  },
  analysis: async (page) => {
    await visit(page, "/mail/analysis");
    await page.getByRole("table", { name: "Detectors" }).waitFor();
  },
  "analysis-table": async (page) => {
    await PAGES.analysis?.(page);
    await page.getByRole("button", { name: "As a table" }).click();
  },
  lists: async (page) => {
    await visit(page, "/mail/lists");
    await page.getByRole("cell", { name: "shop.example" }).first().waitFor();
  },
  reports: async (page) => {
    await visit(page, "/mail/reports");
    await page.getByRole("table", { name: "Reports received" }).waitFor();
  },
  ...Object.fromEntries(
    ["DMARC aggregate", "DMARC failure", "TLS"].map((kind) => [
      `report of ${kind}`,
      async (page: Page) => {
        await visit(page, "/mail/reports");
        await page.getByRole("row").filter({ hasText: kind }).first().getByRole("link").click();
        await page.getByRole("heading", { name: "Report", exact: true }).waitFor();
      },
    ]),
  ),
  archive: async (page) => {
    await visit(page, "/archive");
    await preview(page);
  },
  archived: async (page) => {
    await visit(page, "/archive");
    await openFirst(page);
    await page.getByRole("heading", { name: "Seen" }).waitFor();
  },
  audit: async (page) => {
    await visit(page, "/audit");
    await page.getByRole("button", { name: "Verify the ledger" }).click();
    await page.getByText(/The ledger is/).waitFor();
  },
  entry: async (page) => {
    await visit(page, "/audit");
    await openFirst(page);
    await page.getByRole("button", { name: "Check in this browser" }).click();
    await page.getByText(/^Proved/).waitFor();
  },
  account: (page) => visit(page, "/settings/account"),
  keys: (page) => visit(page, "/settings/keys"),
  users: (page) => visit(page, "/settings/users"),
};

const PICTURES: Record<Scheme, string[]> = {
  light: ["overview", "message", "marks", "quarantine", "analysis", "archive", "audit"],
  dark: ["message"],
};

async function preview(page: Page): Promise<void> {
  await page.getByRole("gridcell").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("p");
  await page.getByRole("complementary").getByRole("heading").first().waitFor();
}

async function openFirst(page: Page): Promise<void> {
  await page.getByRole("gridcell").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, "utf8"));
  const found = await page.evaluate(async (rules) => {
    const axe = (
      globalThis as unknown as {
        axe: { run: (...args: unknown[]) => Promise<{ violations: Violation[] }> };
      }
    ).axe;
    const options = { runOnly: rules, iframes: false };
    return (await axe.run(document, options)).violations;
  }, RULES);
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
}

describe.each(["light", "dark"] as const)("in %s", (scheme) => {
  let browser: Browser;
  let opened: Console;

  beforeAll(async () => {
    browser = await startBrowser();
    opened = await openConsole(browser, scheme);
    await signIn(opened.page);
  });
  afterAll(() => browser.close());

  test("sign in", async () => {
    const stranger = await openConsole(browser, scheme);
    await stranger.page.goto(`${BASE_URL}/sign-in`);
    await stranger.page.getByLabel("User name").waitFor();
    expect(await violations(stranger.page)).toEqual([]);
    await stranger.context.close();
  });

  test.each(Object.entries(PAGES))("%s", async (name, reach) => {
    const { page } = opened;
    await reach(page);
    await page.waitForTimeout(300);
    const folder = process.env.PICTURES;
    if (folder && PICTURES[scheme].includes(name)) {
      const path = join(folder, scheme === "dark" ? `${name}-dark.png` : `${name}.png`);
      await page.screenshot({ path });
    }
    expect(await violations(page)).toEqual([]);
    expectNoBreach(opened);
  });
});
