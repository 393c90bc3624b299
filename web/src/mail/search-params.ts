import { ORDERS } from "@/mail/sorting";
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

/** Spans of days, as they stand in the address: a bare number would be quoted there. */
export const PERIODS = ["7d", "30d", "90d", "365d"] as const;
export const daysOf = (period: (typeof PERIODS)[number]): number => Number.parseInt(period, 10);
export const analysisSearch = params({ days: oneOf(PERIODS), order: oneOf(ORDERS) });

export const LIST_KINDS = ["allow", "block"] as const;
export const listsSearch = params({ query: text(), kind: oneOf(LIST_KINDS) });
export const FEEDBACK_KINDS = ["aggregate", "failure", "tls"] as const;
export const feedbackSearch = params({
  kind: oneOf(FEEDBACK_KINDS),
  domain: text(),
  days: oneOf(PERIODS),
});

export type MessagesSearch = ReturnType<typeof messagesSearch>;
export type MessageFilters = Omit<MessagesSearch, "peek">;
export type QuarantineSearch = ReturnType<typeof quarantineSearch>;
export type ListFilters = ReturnType<typeof listsSearch>;
export type FeedbackFilters = Omit<ReturnType<typeof feedbackSearch>, "days">;
