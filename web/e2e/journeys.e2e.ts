// What people do here, start to end, against a real server with samples in it.
import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  BASE_URL,
  expectNoBreach,
  openConsole,
  signIn,
  startBrowser,
  visit,
  type Console,
} from "./console";

let browser: Browser;
let opened: Console;

beforeAll(async () => {
  browser = await startBrowser();
  opened = await openConsole(browser);
  await signIn(opened.page);
});
afterEach(() => expectNoBreach(opened));
afterAll(() => browser.close());

const rowsOf = (label: RegExp) =>
  opened.page
    .getByRole("grid", { name: label })
    .getByRole("row")
    .filter({ has: opened.page.getByRole("gridcell") });

test("a stranger is sent to sign in, and then to where they wanted", async () => {
  const stranger = await openConsole(browser);
  await signIn(stranger.page, "/audit?outcome=done");
  await stranger.page.getByRole("heading", { name: "Audit" }).waitFor();
  expect(stranger.page.url()).toContain("outcome=done");
  expectNoBreach(stranger);
  await stranger.context.close();
});

test("a wrong password is refused in words, without a trace in the address", async () => {
  const stranger = await openConsole(browser);
  await stranger.page.goto(`${BASE_URL}/sign-in`);
  await stranger.page.getByLabel("User name").fill("nobody");
  await stranger.page.getByLabel("Password").fill("not the password at all");
  await stranger.page.getByRole("button", { name: "Sign in" }).click();
  await stranger.page.getByRole("alert").waitFor();
  expect(stranger.page.url()).not.toContain("password");
  expectNoBreach(stranger);
  await stranger.context.close();
});

test("the overview's figures lead to the messages they count", async () => {
  const { page } = opened;
  await visit(page, "/");
  await page.getByRole("link", { name: /^Received/ }).click();
  await page.getByRole("heading", { name: "Messages" }).waitFor();
  expect(page.url()).toContain("received_after=");
  await page.getByText(/^[\d,]+ messages?$/).waitFor();
});

test("keys lead from page to page, through a list, into a message and back", async () => {
  const { page } = opened;
  await visit(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await rowsOf(/Messages/)
    .first()
    .waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("p");
  await page.getByRole("complementary", { name: "Preview" }).waitFor();
  expect(page.url()).toContain("peek=");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/mail\/messages\/[^?]+$/);
  await page.getByRole("heading", { name: "Who vouches for it" }).waitFor();
  await page.goBack();
  await page.getByRole("complementary", { name: "Preview" }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
});

test("the palette finds pages and searches what was typed", async () => {
  const { page } = opened;
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Command palette" }).waitFor();
  await page.keyboard.type("quaran");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/mail\/quarantine/);
});

test("every part of a message can be looked at, and its body asks nobody for anything", async () => {
  const { page, context } = opened;
  await visit(page, "/mail/messages");
  await rowsOf(/Messages/)
    .first()
    .getByRole("link")
    .click();
  await page.getByRole("heading", { name: "Verdict" }).waitFor();
  const asked: string[] = [];
  context.on("request", (request) => asked.push(request.url()));
  await page.getByRole("link", { name: "Message", exact: true }).click();
  const frame = page.frameLocator("iframe");
  await frame.locator("body").waitFor();
  const element = page.locator("iframe");
  expect(await element.getAttribute("sandbox")).toBe("allow-popups allow-popups-to-escape-sandbox");
  await page.waitForTimeout(500);
  expect(
    asked.filter((url) => !url.startsWith(`${BASE_URL}/`) && !url.startsWith("data:")),
  ).toEqual([]);
  await page.getByRole("link", { name: "Plain text" }).click();
  await page.getByRole("link", { name: /^Parts/ }).click();
  await page.getByRole("table", { name: "MIME parts" }).waitFor();
  await page.getByRole("link", { name: "Headers" }).click();
  await page.getByRole("table", { name: "Headers, as they came" }).waitFor();
  await page.getByRole("link", { name: "Source" }).click();
  await page
    .getByLabel("Source of the message")
    .getByText(/^(Received|Return-Path|From|Delivered|DKIM|MIME)/i)
    .first()
    .waitFor();
});

test("a held message is released with a reason, and is done when the server says so", async () => {
  const { page } = opened;
  await visit(page, "/mail/quarantine");
  await rowsOf(/Held/).first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByText("1 selected").waitFor();
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Release 1 message" });
  await dialog.getByLabel("Reason").fill("Confirmed with the sender by telephone");
  await dialog.getByRole("button", { name: "Release" }).click();
  await page.getByText("1 message released").waitFor();
  await rowsOf(/Held/).first().getByText("Released").waitFor();
});

test("the release is in the ledger, with its reason", async () => {
  const { page } = opened;
  await visit(page, "/audit?action=mail:quarantine:release");
  await rowsOf(/Entries/)
    .first()
    .click();
  await page.getByText("Confirmed with the sender by telephone").waitFor();
});

test("the archive is searched, the query explained, the hits marked", async () => {
  const { page } = opened;
  await visit(page, "/archive");
  await rowsOf(/found/).first().waitFor();
  const subject = await rowsOf(/found/).first().getByRole("link").innerText();
  const word = subject.match(/[\p{L}\p{N}]{4,}/u)?.[0] ?? "the";
  await page.getByLabel("Search the archive").fill(word);
  await page.getByRole("status").getByText(new RegExp(word, "i")).first().waitFor();
  await rowsOf(/found/).first().click();
  await page.getByRole("complementary", { name: "Preview" }).getByText("SHA-256").waitFor();
  await page.getByLabel("Search the archive").fill('"never closed');
  await page.getByRole("alert").waitFor();
});

test("an archived message comes back byte for byte", async () => {
  const { page } = opened;
  await visit(page, "/archive");
  await rowsOf(/found/).first().getByRole("link").click();
  await page.getByRole("heading", { name: "Seen" }).waitFor();
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download", exact: true }).click();
  const bytes = await readFile(await (await coming).path());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = Buffer.from(digest).toString("hex");
  expect(await page.locator("code").first().getAttribute("title")).toBe(sha256);
});

test("the ledger verifies on the server, and an entry in the browser", async () => {
  const { page } = opened;
  await visit(page, "/audit");
  await page.getByRole("button", { name: "Verify the ledger" }).click();
  await page.getByText(/The ledger is whole/).waitFor();
  await rowsOf(/Entries/)
    .nth(1)
    .getByRole("link")
    .click();
  await page.getByRole("button", { name: "Check in this browser" }).click();
  await page.getByText("Proved: this entry is in the ledger, exactly as shown.").waitFor();
});

test("an address that leads nowhere says so", async () => {
  const { page } = opened;
  await page.goto(`${BASE_URL}/no/such/page`);
  await page.getByText("There is no such page").waitFor();
});
