import { oneOf, params } from "@/ui/search-params";

/** Spans, as they stand in the address: a bare number would be quoted there. */
export const SPANS = ["24h", "72h", "168h"] as const;
export const hoursOf = (span: (typeof SPANS)[number]): number => Number.parseInt(span, 10);
export const overviewSearch = params({ span: oneOf(SPANS) });
