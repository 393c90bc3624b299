// Turns key presses into the ids of the key table, sequences (`g m`) included.
import { KEYS, type KeyId } from "@/ui/keys/table";

/** A sequence is forgotten after this many milliseconds without its next key. */
const PATIENCE = 1_000;

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

function spell(press: Press): string | null {
  if (press.altKey) return null;
  return press.ctrlKey || press.metaKey ? `Mod+${press.key.toLowerCase()}` : press.key;
}

export class KeyMatcher {
  #pending: string[] = [];
  #lastAt = 0;

  /** The id that `press`, with the keys before it, completes; `null` when none does. */
  match(press: Press, now: number): KeyId | null {
    const key = spell(press);
    if (key === null) return null;
    const started = now - this.#lastAt <= PATIENCE ? this.#pending : [];
    this.#lastAt = now;
    return this.#complete([...started, key]) ?? (started.length ? this.#complete([key]) : null);
  }

  #complete(keys: string[]): KeyId | null {
    let begun = false;
    for (const id of Object.keys(KEYS) as KeyId[]) {
      for (const sequence of KEYS[id].presses as readonly (readonly string[])[]) {
        if (!keys.every((key, place) => key === sequence[place])) continue;
        if (sequence.length === keys.length) {
          this.#pending = [];
          return id;
        }
        begun = true;
      }
    }
    this.#pending = begun ? keys : [];
    return null;
  }
}
