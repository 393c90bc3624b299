import { expect, test } from "vitest";
import { concat, fromBase64, fromHex, hex } from "@/audit/bytes";

test("hexadecimal and base64 say the same bytes", () => {
  expect(hex(fromHex("00ff10"))).toBe("00ff10");
  expect(hex(fromBase64("AP8Q"))).toBe("00ff10");
  expect(hex(concat(fromHex("00"), fromHex(""), fromHex("ff10")))).toBe("00ff10");
});

test.each(["0", "0g", "FF", " 00"])("%j is not hexadecimal", (text) => {
  expect(() => fromHex(text)).toThrow();
});

test.each(["AP8Q\n", "AP8", "AP9=", "*"])("%j is not canonical base64", (text) => {
  expect(() => fromBase64(text)).toThrow();
});
