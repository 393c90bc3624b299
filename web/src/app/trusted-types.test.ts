import { expect, test, vi } from "vitest";
import { installPolicy, ownScript } from "@/app/trusted-types";

test("built scripts of this origin pass", () => {
  expect(ownScript("/assets/graph-Ab12_x.js")).toBe("/assets/graph-Ab12_x.js");
  expect(ownScript(`${location.origin}/sw.js`)).toBe(`${location.origin}/sw.js`);
});

test.each([
  "https://elsewhere.example/assets/a.js",
  "//elsewhere.example/assets/a.js",
  "/api/v1/mail/messages/1/parts/2",
  "/assets/../api/v1/mail/messages/1/raw",
  "/assets/%2e%2e/api/x.js",
  "data:text/javascript,alert(1)",
  "blob:http://localhost/1",
  "javascript:alert(1)",
])("%s is refused", (url) => {
  expect(() => ownScript(url)).toThrow(TypeError);
});

test("the policy has rules for script addresses and for nothing else", () => {
  const createPolicy = vi.fn();
  vi.stubGlobal("trustedTypes", { createPolicy });
  installPolicy();
  expect(createPolicy).toHaveBeenCalledExactlyOnceWith("default", { createScriptURL: ownScript });
  vi.unstubAllGlobals();
});
