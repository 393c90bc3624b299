// The words of the console. Rooms never hold a bare string: each looks its own up, by typed key.

type Catalogue = Readonly<Record<string, string>>;
type Facts = Readonly<Record<string, string | number>>;
/** `held` when the catalogue holds `held.other` (and `held.one`): a sentence that counts. */
type Counted<Words> = keyof Words extends infer Key
  ? Key extends `${infer Stem}.other`
    ? Stem
    : never
  : never;

export const LOCALE = "en";

const numbers = new Intl.NumberFormat(LOCALE);
const plurals = new Intl.PluralRules(LOCALE);

function fill(sentence: string, facts: Facts): string {
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const fact = facts[name];
    if (fact === undefined) return hole;
    return typeof fact === "number" ? numbers.format(fact) : fact;
  });
}

export interface Speaker<Words extends Catalogue> {
  /** The sentence of `key`, its `{holes}` filled with `facts`. */
  (key: keyof Words & string, facts?: Facts): string;
  /** The sentence that fits the number `n`: `key.one`, `key.other`, as the language has it. */
  count: (key: Counted<Words>, n: number, facts?: Facts) => string;
  /** The word for a value the server sent, or the value itself when we have no word for it. */
  value: (group: string, value: string) => string;
}

export function speak<const Words extends Catalogue>(catalogue: Words): Speaker<Words> {
  const speaker = (key: keyof Words & string, facts: Facts = {}) =>
    fill(catalogue[key] ?? key, facts);
  return Object.assign(speaker, {
    count: (key: Counted<Words>, n: number, facts: Facts = {}) => {
      const exact = catalogue[`${key}.${plurals.select(n)}`];
      return fill(exact ?? catalogue[`${key}.other`] ?? key, { n, ...facts });
    },
    value: (group: string, value: string) =>
      catalogue[`${group}.${value}`] ?? value.replaceAll("_", " "),
  });
}
