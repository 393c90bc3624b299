// Every key of the console. The `?` sheet is drawn from this table, and nothing else binds a key.

export type KeyGroup = "go" | "list" | "act" | "page";

interface KeyBinding {
  group: KeyGroup;
  /** Alternatives; each is a sequence of `KeyboardEvent.key` values, `Mod+` for Ctrl or ⌘. */
  presses: readonly (readonly string[])[];
}

export const KEYS = {
  "list.next": { group: "list", presses: [["j"], ["ArrowDown"]] },
  "list.previous": { group: "list", presses: [["k"], ["ArrowUp"]] },
  "list.open": { group: "list", presses: [["Enter"]] },
  "list.select": { group: "list", presses: [["x"]] },
  "list.peek": { group: "list", presses: [["p"]] },
  "list.find": { group: "list", presses: [["/"]] },
  "act.release": { group: "act", presses: [["e"]] },
  "act.delete": { group: "act", presses: [["#"]] },
  "act.report": { group: "act", presses: [["r"]] },
  "act.block": { group: "act", presses: [["b"]] },
  "go.overview": { group: "go", presses: [["g", "o"]] },
  "go.messages": { group: "go", presses: [["g", "m"]] },
  "go.quarantine": { group: "go", presses: [["g", "q"]] },
  "go.analysis": { group: "go", presses: [["g", "n"]] },
  "go.lists": { group: "go", presses: [["g", "l"]] },
  "go.reports": { group: "go", presses: [["g", "r"]] },
  "go.archive": { group: "go", presses: [["g", "a"]] },
  "go.audit": { group: "go", presses: [["g", "u"]] },
  "go.settings": { group: "go", presses: [["g", "s"]] },
  "page.palette": { group: "page", presses: [["Mod+k"]] },
  "page.fresh": { group: "page", presses: [["."]] },
  "page.keys": { group: "page", presses: [["?"]] },
} as const satisfies Record<string, KeyBinding>;

export type KeyId = keyof typeof KEYS;
export const KEY_GROUPS: readonly KeyGroup[] = ["list", "act", "go", "page"];

export function keysOf(group: KeyGroup): KeyId[] {
  return (Object.keys(KEYS) as KeyId[]).filter((id) => KEYS[id].group === group);
}
