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
  | { kind: "hidden"; code: string; name: string; count: number }
  /** Letters of another alphabet inside of a Latin word: `text` is theirs, `script` its name. */
  | { kind: "foreign"; text: string; code: string; script: string };

/** Alphabets with letters that pass for Latin ones. */
const LOOKALIKES = [
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Armenian", /\p{Script=Armenian}/u],
  ["Cherokee", /\p{Script=Cherokee}/u],
] as const;
const LATIN = /\p{Script=Latin}/u;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const ASCII = /^[\u0020-\u007e]*$/;

function scriptOf(character: string): string | undefined {
  return LOOKALIKES.find(([, letters]) => letters.test(character))?.[0];
}

/** Split a word that mixes Latin with a look-alike alphabet; any other stays one piece. */
function unmixed(word: string): Piece[] {
  if (ASCII.test(word) || !LATIN.test(word)) return [{ kind: "text", text: word }];
  return Array.from(word, (character): Piece => {
    const script = scriptOf(character);
    if (!script) return { kind: "text", text: character };
    return { kind: "foreign", text: character, code: codeOf(character), script };
  });
}

function withForeign(text: string): Piece[] {
  if (ASCII.test(text)) return [{ kind: "text", text }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    pieces.push({ kind: "text", text: text.slice(at, index) }, ...unmixed(word));
    at = index + word.length;
  }
  return joined([...pieces, { kind: "text", text: text.slice(at) }]);
}

/** The same pieces with neighbouring texts as one, and none empty. */
function joined(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (piece.kind !== "text") whole.push(piece);
    else if (last?.kind === "text") last.text += piece.text;
    else if (piece.text) whole.push({ ...piece });
  }
  return whole;
}

export function codeOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
}

function isHidden(character: string, before: string | undefined): boolean {
  if (JOINERS.has(character) && before !== undefined && EMOJI.test(before)) return false;
  return HIDDEN.test(character);
}

/** Split `text` into what is seen, what is not, and what is not what it seems. */
export function reveal(text: string): Piece[] {
  if (!HIDDEN.test(text)) return text ? withForeign(text) : [];
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
  return pieces.flatMap((piece) => (piece.kind === "text" ? withForeign(piece.text) : [piece]));
}

/** The same where only plain text can stand (an option of a list): what is hidden, by its name. */
export function revealed(text: string): string {
  const pieces = reveal(text);
  return pieces.map((piece) => (piece.kind === "hidden" ? `[${piece.name}]` : piece.text)).join("");
}
