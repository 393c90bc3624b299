import { moment, oneOf, params, text } from "@/ui/search-params";

export const DISPOSITIONS = ["deliver", "tag", "hold", "reject"] as const;
export const STATES = [
  "received",
  "held",
  "delivering",
  "delivered",
  "bounced",
  "released",
  "deleted",
  "rejected",
] as const;
export const MESSAGE_TABS = ["verdict", "body", "parts", "headers", "source", "what-if"] as const;

const filters = {
  query: text(),
  disposition: oneOf(DISPOSITIONS),
  state: oneOf(STATES),
  sender: text(),
  recipient: text(),
  received_after: moment(),
  received_before: moment(),
};

/** `peek` is the message previewed beside the list. */
export const messagesSearch = params({ ...filters, peek: text() });
export const quarantineSearch = params({ query: text(), peek: text() });
export const messageSearch = params({
  tab: oneOf(MESSAGE_TABS),
  show: oneOf(["safe", "text"]),
  /** Whose evidence is marked in the body: a detector's id, or `all`. */
  mark: text(),
});

export type MessagesSearch = ReturnType<typeof messagesSearch>;
export type MessageFilters = Omit<MessagesSearch, "peek">;
export type QuarantineSearch = ReturnType<typeof quarantineSearch>;
