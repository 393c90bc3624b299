import { moment, oneOf, params, text } from "@/ui/search-params";

export const OUTCOMES = ["done", "allowed", "denied", "failed"] as const;

/** `peek` is the entry previewed beside the list. */
export const auditSearch = params({
  action: text(),
  actor: text(),
  object: text(),
  outcome: oneOf(OUTCOMES),
  after: moment(),
  before: moment(),
  peek: text(),
});

export type AuditSearch = ReturnType<typeof auditSearch>;
export type EntryFilters = Omit<AuditSearch, "peek">;
