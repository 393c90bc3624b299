// The only policy the page's Content-Security-Policy admits: no HTML, no script text at all, and
// script addresses only of our own built files.

interface PolicyRules {
  createScriptURL: (url: string) => string;
}
interface TrustedTypes {
  createPolicy: (name: string, rules: PolicyRules) => unknown;
}

/** `url` itself where it is one of our built scripts; otherwise a `TypeError`. */
export function ownScript(url: string): string {
  const { origin, pathname } = new URL(url, location.href);
  const ours = origin === location.origin && /^\/(assets\/[\w.-]+\.js|sw\.js)$/.test(pathname);
  if (!ours) throw new TypeError(`not a script of this console: ${url.slice(0, 200)}`);
  return url;
}

export function installPolicy(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", { createScriptURL: ownScript });
}
