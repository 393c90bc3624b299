import { expect, test } from "vitest";
import { revealed, reveal } from "@/ui/hidden-characters";

const shown = (text: string) =>
  reveal(text)
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      return piece.kind === "foreign" ? `[${piece.code}]` : `[${piece.name}×${piece.count}]`;
    })
    .join("");

test.each([
  ["invoice\u202efdp.exe", "invoice[RLO×1]fdp.exe"],
  ["mail\u200b\u200b\u200bbox", "mail[ZWSP×3]box"],
  ["\u2066a\u2069", "[LRI×1]a[PDI×1]"],
  ["one\r\nBcc: two", "one[CR×1][LF×1]Bcc: two"],
  ["a\u3164b", "a[U+3164×1]b"],
  ["tag\u{e0041}", "tag[U+E0041×1]"],
  ["p\u0430ypal.example", "p[U+0430]ypal.example"],
  ["g\u03bf\u03bfgle \u200b", "g[U+03BF][U+03BF]gle [ZWSP×1]"],
  ["soft\u00adhyphen", "soft[SHY×1]hyphen"],
])("%j is shown with its marks", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each([
  "مرحبا",
  "Привет, world",
  "naïve café",
  "Tシャツ",
  "β-test",
  "10 µm",
  "👩‍🚀 launch",
  "❤️",
  "👍🏽",
  "plain text",
  "tab\tstays",
])("%j needs no marks", (text) => {
  expect(shown(text)).toBe(text);
});

test("a joiner between letters is marked", () => {
  expect(shown("pay\u200dpal")).toBe("pay[ZWJ×1]pal");
});

test("nothing is nothing", () => {
  expect(reveal("")).toEqual([]);
});

test("a long text in mixed alphabets is read in one go", () => {
  const pieces = reveal("a\u0430".repeat(50_000));
  expect(pieces).toHaveLength(100_000);
});

test("a long run of hidden characters stays one mark", () => {
  expect(shown(`a${"\u200c".repeat(100_000)}`)).toBe("a[ZWNJ×100000]");
});

test("plain text names what is hidden", () => {
  expect(revealed("eve\u202e@evil.test")).toBe("eve[RLO]@evil.test");
  expect(revealed("ada@example.com")).toBe("ada@example.com");
});
