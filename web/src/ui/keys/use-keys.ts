// Pages say what a key does while they are shown; the newest page to say so wins.
import { useEffect, useEffectEvent } from "react";
import { KeyMatcher } from "@/ui/keys/matcher";
import type { KeyId } from "@/ui/keys/table";

export type KeyHandlers = Partial<Record<KeyId, () => void>>;
type Lookup = (id: KeyId) => (() => void) | undefined;

const OFF = "bartizan.single-keys-off";
const lookups: Lookup[] = [];
const matcher = new KeyMatcher();

/** Whether single keys act: a person who dictates, or presses by accident, can turn them off. */
export function singleKeys(): boolean {
  return localStorage.getItem(OFF) === null;
}

export function setSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
}

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

function isBusy(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || event.isComposing || !(target instanceof Element)) return true;
  if (event.key === "Enter" && target.closest("a, button, summary")) return true;
  return target.closest(`${TYPING}, [role=dialog]`) !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  const modified = event.ctrlKey || event.metaKey;
  if (!modified && (isBusy(event) || !singleKeys())) return;
  const id = matcher.match(event, event.timeStamp);
  const act = id && lookups.map((lookup) => lookup(id)).findLast((handler) => handler);
  if (!act) return;
  event.preventDefault();
  act();
}

export function useKeys(handlers: KeyHandlers): void {
  const lookup = useEffectEvent((id: KeyId) => handlers[id]);
  useEffect(() => {
    if (lookups.length === 0) globalThis.addEventListener("keydown", onKeyDown);
    const mine: Lookup = (id) => lookup(id);
    lookups.push(mine);
    return () => {
      lookups.splice(lookups.indexOf(mine), 1);
      if (lookups.length === 0) globalThis.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}
