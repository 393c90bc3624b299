import { params, text } from "@/ui/search-params";

/** `peek` is the message previewed beside the hits. */
export const archiveSearch = params({ query: text(), peek: text() });
