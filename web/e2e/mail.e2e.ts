// Understanding a verdict and acting on it: evidence, other rules, reports, lists, analysis.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { expectNoBreach, openConsole, signIn, startBrowser, visit, type Console } from "./console";

let browser: Browser;
let opened: Console;

beforeAll(async () => {
  browser = await startBrowser();
  opened = await openConsole(browser);
  await signIn(opened.page);
});
afterEach(() => expectNoBreach(opened));
afterAll(() => browser.close());

/** Opens the newest message whose subject holds these words. */
async function open(page: Page, words: string): Promise<void> {
  await visit(page, `/mail/messages?query=${encodeURIComponent(words)}`);
  await page.getByRole("grid").getByRole("link").first().click();
  await page.getByRole("heading", { name: "Verdict" }).waitFor();
}

test("a reason leads to its evidence, marked in the safe body with the reason's number", async () => {
  const { page } = opened;
  await open(page, "Salary review");
  const reason = page.getByRole("listitem").filter({ hasText: "Asks for secrecy" }).first();
  const number = await reason.locator("span[aria-hidden]").first().innerText();
  await reason.getByRole("link", { name: /^Show in the message/ }).click();
  const marks = page.frameLocator("iframe").locator("mark");
  await marks.first().waitFor();
  expect(await marks.allInnerTexts()).toEqual([`${number}keep it to yourself`]);
  expect(page.url()).toContain("mark=secrecy_request");
  await page
    .getByRole("navigation", { name: "Evidence in the message" })
    .getByRole("link", { name: "Nothing" })
    .click();
  await page.frameLocator("iframe").locator("pre").waitFor();
  expect(await marks.count()).toBe(0);
});

test("other rules are tried beside the verdict that was given, and nothing is saved", async () => {
  const { page } = opened;
  await open(page, "Salary review");
  await page.getByRole("link", { name: "What if" }).click();
  await page.getByLabel("Attachment that runs code").uncheck();
  await page.getByLabel("Other thresholds").check();
  for (const name of ["Tag at", "Hold at", "Reject at"]) await page.getByLabel(name).fill("101");
  await page.getByRole("button", { name: "Judge again" }).click();
  await page.getByText("The message would fare differently.").waitFor();
  const differences = page.getByRole("listitem").filter({ hasText: "Not found:" });
  expect(await differences.allInnerTexts()).toEqual([
    expect.stringContaining("Attachment that runs code"),
  ]);
  await page.getByText("Nothing was saved.", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Verdict" }).click();
  await page.getByText("Held: the signs below are too strong").waitFor();
  await page.getByRole("heading", { name: "Attachment that runs code" }).waitFor();
});

test("a message is reported by key, and the decision stands beside it", async () => {
  const { page } = opened;
  await open(page, "Your receipt");
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: "What is this message?" });
  await dialog.getByLabel(/^Spam/).check();
  await dialog.getByLabel(/^Note/).fill("Nobody ordered it");
  await dialog.getByRole("button", { name: "Report" }).click();
  await page.getByText("1 message reported as spam").waitFor();
  await page.getByText("Nobody ordered it", { exact: true }).waitFor();
});

test("several messages are reported at once", async () => {
  const { page } = opened;
  await visit(page, "/mail/messages?query=harbour");
  await page.getByRole("gridcell").first().waitFor();
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  await page.getByText("2 selected").waitFor();
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: "What are these 2 messages?" });
  await dialog.getByLabel(/^Wanted/).check();
  await dialog.getByRole("button", { name: "Report" }).click();
  await page.getByText("2 messages reported as wanted").waitFor();
});

test("a sender is blocked from a message, found in the lists, and let go with a reason", async () => {
  const { page } = opened;
  await open(page, "We could not deliver");
  await page.keyboard.press("b");
  const dialog = page.getByRole("dialog", { name: "Block a sender" });
  const sender = await dialog.getByLabel("Sender").inputValue();
  await dialog.getByLabel("Counts for").selectOption("Everybody");
  await dialog.getByLabel("Reason").fill("Fake parcels");
  await dialog.getByLabel("Until").selectOption("30 days from now");
  await dialog.getByRole("button", { name: "Block" }).click();
  await page.getByText(`${sender} is blocked`).waitFor();
  await page.getByRole("list", { name: "List entries that name it" }).waitFor();
  await visit(page, `/mail/lists?query=${encodeURIComponent(sender)}`);
  const row = page.getByRole("row").filter({ hasText: "Fake parcels" });
  await row.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Mistaken");
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText(`The entry for ${sender} is removed`).waitFor();
  await page.getByText("No entry", { exact: true }).waitFor();
});

test("the analysis keeps its period and order in the address, and its chart has a table", async () => {
  const { page } = opened;
  await visit(page, "/mail/analysis");
  await page.getByRole("link", { name: "7 days" }).click();
  await page.getByRole("link", { name: "Precision", exact: true }).click();
  await page.getByRole("columnheader", { name: "Precision" }).waitFor();
  expect(new URL(page.url()).search).toBe("?days=7d&order=precision");
  expect(await page.locator("[aria-sort=descending]").innerText()).toBe("Precision");
  await page.getByRole("button", { name: "As a table" }).click();
  const days = page.getByRole("group", { name: /by the day/ }).getByRole("row");
  expect(await days.count()).toBe(8);
  await page.getByRole("heading", { name: "Recent decisions" }).waitFor();
});

/** An aggregate report of yesterday, with one source that failed. */
function aggregate(id: string): string {
  const end = Math.floor(Date.now() / 1000) - 86_400;
  const row = (ip: string, count: number, result: string) =>
    `<record><row><source_ip>${ip}</source_ip><count>${count}</count><policy_evaluated>` +
    `<disposition>none</disposition><dkim>${result}</dkim><spf>${result}</spf>` +
    `</policy_evaluated></row><identifiers><header_from>journey.example</header_from>` +
    `</identifiers><auth_results></auth_results></record>`;
  return (
    `<feedback><report_metadata><org_name>Receiver of journeys</org_name><email>d@r.example</email>` +
    `<report_id>${id}</report_id><date_range><begin>${end - 86_400}</begin><end>${end}</end>` +
    `</date_range></report_metadata><policy_published><domain>journey.example</domain><p>none</p>` +
    `</policy_published>${row("192.0.2.7", 3, "pass")}${row("198.51.100.9", 5, "fail")}</feedback>`
  );
}

test("a report is uploaded once, its worst source comes first, and it is read in full", async () => {
  const { page } = opened;
  await visit(page, "/mail/reports?domain=journey.example");
  const file = {
    name: "report.xml",
    mimeType: "application/xml",
    buffer: Buffer.from(aggregate(`journey-${Date.now()}`)),
  };
  await page.getByLabel("File with reports").setInputFiles(file);
  await page.getByText("1 new report").waitFor();
  const sources = page.getByRole("table", { name: "Who writes in your name" }).getByRole("row");
  await sources.nth(2).waitFor();
  expect(await sources.nth(1).innerText()).toContain("198.51.100.9");
  expect(await sources.nth(1).innerText()).toContain("5 of 5 failed");
  await page.getByLabel("File with reports").setInputFiles(file);
  await page.getByText("1 was known already").waitFor();
  await page.getByRole("link", { name: "Receiver of journeys" }).first().click();
  await page.getByRole("table", { name: "What they saw" }).waitFor();
});
