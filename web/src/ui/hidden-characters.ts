// Characters that change how text looks without being seen: a stranger's favourite tools.

/** Bidirectional controls, zero-width and invisible characters, fillers, tags, C0 and C1 controls. */
const HIDDEN =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e01ef}]/u;
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[#*0-9]/u;
/** Legitimate between emoji, where they join and colour pictures. */
const JOINERS = new Set(["\u200d", "\ufe0f", "\ufe0e"]);

const NAMES: Readonly<Record<string, string>> = {
  "\n": "LF",
  "\r": "CR",
  "\u0000": "NUL",
  "\u00ad": "SHY",
  "\u061c": "ALM",
  "\u200b": "ZWSP",
  "\u200c": "ZWNJ",
  "\u200d": "ZWJ",
  "\u200e": "LRM",
  "\u200f": "RLM",
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2060": "WJ",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
  "\ufeff": "BOM",
};

export type Piece =
  | { kind: "text"; text: string }
  /** `count` hidden characters in a row, the first of them `code` (`U+202E`). */
  | { kind: "hidden"; code: string; name: string; count: number };

export function codeOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
}

function isHidden(character: string, before: string | undefined): boolean {
  if (JOINERS.has(character) && before !== undefined && EMOJI.test(before)) return false;
  return HIDDEN.test(character);
}

/** Split `text` into what is seen and what is not; runs of the same hidden character are one. */
export function reveal(text: string): Piece[] {
  if (!HIDDEN.test(text)) return text ? [{ kind: "text", text }] : [];
  const pieces: Piece[] = [];
  let before: string | undefined;
  for (const character of text) {
    const last = pieces.at(-1);
    if (!isHidden(character, before)) {
      if (last?.kind === "text") last.text += character;
      else pieces.push({ kind: "text", text: character });
    } else if (last?.kind === "hidden" && last.code === codeOf(character)) {
      last.count += 1;
    } else {
      const code = codeOf(character);
      pieces.push({ kind: "hidden", code, name: NAMES[character] ?? code, count: 1 });
    }
    before = character;
  }
  return pieces;
}
