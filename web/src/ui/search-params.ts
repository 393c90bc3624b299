// Reads filters out of the address. An address is input from anyone: what does not fit is dropped.
import * as z from "zod/mini";

z.config({ jitless: true });

const MAX = 400;

export const text = () => z.catch(z.optional(z.string().check(z.maxLength(MAX))), undefined);
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.catch(z.optional(z.enum(words)), undefined);
export const moment = () =>
  z.catch(
    z.optional(z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value))))),
    undefined,
  );

/** A `validateSearch` for these fields; absent and unfit ones stay out of the address. */
export function params<Shape extends z.core.$ZodShape>(shape: Shape) {
  const schema = z.object(shape);
  return (search: Record<string, unknown>): Partial<z.infer<typeof schema>> => {
    const found = schema.parse(search);
    const kept = Object.entries(found).filter(([, value]) => value !== undefined && value !== "");
    return Object.fromEntries(kept) as Partial<z.infer<typeof schema>>;
  };
}
