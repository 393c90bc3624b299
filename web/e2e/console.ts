// A browser signed in to a running console, that notes every breach of what the console promises:
// a request to another origin, a violation of its policy, an error of its own.
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { expect } from "vitest";

function need(name: string, held = process.env[name]): string {
  if (!held) throw new Error(`set ${name}: the journeys run against a real server`);
  return held;
}

export const BASE_URL = need("BASE_URL", process.env.CONSOLE_URL).replace(/\/$/, "");
const USERNAME = need("USERNAME");
const PASSWORD = need("PASSWORD");

export type Scheme = "light" | "dark";
export const SIZE = { width: 1440, height: 900 };

export interface Console {
  page: Page;
  context: BrowserContext;
  breaches: string[];
}

export async function startBrowser(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: asRoot ? ["--no-sandbox"] : [],
  });
}

/** The mail in a frame may try to break out: its policy stopping it is what we want to see. */
const OF_MAIL = /\/mail\/messages\/[^/]+\/body/;

async function watch({ page, context, breaches }: Console): Promise<void> {
  await context.route("**/*", (route) => {
    const url = route.request().url();
    const inside = url.startsWith(`${BASE_URL}/`) || /^(data|blob):/.test(url);
    if (!inside) breaches.push(`request to ${url}`);
    return inside ? route.continue() : route.abort();
  });
  page.on("console", (message) => {
    if (message.type() !== "error" || OF_MAIL.test(message.location().url)) return;
    // A refused sign-in or an unknown id is an answer; the journeys check what is shown for it.
    if (message.text().startsWith("Failed to load resource")) return;
    breaches.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => breaches.push(`error: ${error.message}`));
}

export async function openConsole(browser: Browser, scheme: Scheme = "light"): Promise<Console> {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: scheme });
  const opened = { page: await context.newPage(), context, breaches: [] };
  await watch(opened);
  return opened;
}

interface Person {
  username: string;
  password: string;
}

const OPERATOR: Person = { username: USERNAME, password: PASSWORD };

export async function signIn(page: Page, next = "/", person = OPERATOR): Promise<void> {
  await page.goto(`${BASE_URL}${next}`);
  await page.getByLabel("User name").fill(person.username);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
}

export function expectNoBreach(opened: Console): void {
  expect(opened.breaches.splice(0)).toEqual([]);
}

/** Goes to a page and waits until it shows what it asked for. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${BASE_URL}${path}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("status", { name: "Loading" }).waitFor({ state: "detached" });
}
