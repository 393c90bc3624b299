import { oneOf, params } from "@/ui/search-params";

/** Hours, as they stand in the address. */
export const SPANS = ["24", "72", "168"] as const;
export const overviewSearch = params({ hours: oneOf(SPANS) });
