// What people do about themselves and each other: keys, users, passwords, themes, leaving.
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

test("an API key is shown once and can be revoked", async () => {
  const { page } = opened;
  await visit(page, "/settings/keys");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("journey");
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByRole("dialog", { name: "Copy the key now" }).getByText(/^bz_/).waitFor();
  await page.getByRole("button", { name: "I have copied it" }).click();
  const row = page.getByRole("row").filter({ hasText: "journey" });
  await row.first().getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByText("Key revoked").waitFor();
});

test("a new user must choose a password before anything else opens", async () => {
  const { page } = opened;
  const username = `journey-${Date.now()}`;
  await visit(page, "/settings/users");
  await page.getByRole("button", { name: "New user" }).click();
  const dialog = page.getByRole("dialog", { name: "New user" });
  await dialog.getByLabel("User name").fill(username);
  await dialog.getByLabel("Name", { exact: true }).fill("Journey");
  await dialog.getByLabel("First password").fill("a first password to change");
  await dialog.getByRole("button", { name: "Create user" }).click();
  await page.getByText("User created").waitFor();

  const newcomer = await openConsole(browser);
  const as = { username, password: "a first password to change" };
  await signIn(newcomer.page, "/mail/messages", as);
  await newcomer.page.getByText(/Choose a password of your own first/).waitFor();
  await newcomer.page.getByLabel("Current password").fill(as.password);
  await newcomer.page.getByLabel("New password").fill("a password of my own choice");
  await newcomer.page.getByRole("button", { name: "Change password" }).click();
  await newcomer.page.getByRole("link", { name: "Messages" }).click();
  await newcomer.page.getByRole("heading", { name: "Messages" }).waitFor();
  expectNoBreach(newcomer);
  await newcomer.context.close();
});

test("a chosen theme is there from the first byte of the next visit", async () => {
  const { page } = opened;
  await page.getByLabel("Dark").check({ force: true });
  const html = await (await page.goto(`${BASE_URL}/audit`))?.text();
  expect(html).toContain('data-theme="dark"');
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await page.getByLabel("As the system").check({ force: true });
});

test("signing out ends the session", async () => {
  const leaving = await openConsole(browser);
  await signIn(leaving.page);
  await leaving.page.getByRole("button", { name: "Sign out" }).click();
  await leaving.page.getByLabel("User name").waitFor();
  await leaving.page.goto(`${BASE_URL}/mail/messages`);
  await leaving.page.getByLabel("User name").waitFor();
  expectNoBreach(leaving);
  await leaving.context.close();
});
