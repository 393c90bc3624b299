import { expect, test } from "vitest";
import { signInSearch } from "@/app/sign-in-params";

test("a path of this console is kept", () => {
  const next = "/mail/messages?state=held";
  expect(signInSearch({ next })).toEqual({ next });
});

test.each(["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "x", 7, ""])(
  "%j is not followed",
  (next) => {
    expect(signInSearch({ next })).toEqual({});
  },
);
