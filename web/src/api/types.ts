// The shapes the pages speak of, by name, derived from the server's document.
import type { paths } from "@/api/schema";

type Json<Operation> = Operation extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;
type Got<Path extends keyof paths> = paths[Path] extends { get: infer Operation }
  ? Json<Operation>
  : never;
type Posted<Path extends keyof paths> = paths[Path] extends { post: infer Operation }
  ? Json<Operation>
  : never;
type Sent<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;
type Item<List> = List extends { items: (infer One)[] } ? One : never;

export type Session = Got<"/api/v1/identity/session">;
export type Account = Item<Got<"/api/v1/identity/users">>;
export type Role = Sent<"/api/v1/identity/users">["roles"][number];
export type ApiKey = Item<Got<"/api/v1/identity/keys">>;

export type MessageList = Got<"/api/v1/mail/messages">;
export type MessageSummary = Item<MessageList>;
export type HeldMessage = Item<Got<"/api/v1/mail/quarantine">>;
export type Message = Got<"/api/v1/mail/messages/{identifier}">;
export type Verdict = NonNullable<Message["verdict"]>;
export type Reason = Verdict["reasons"][number];
export type Mitigation = Verdict["mitigations"][number];
export type FileSeen = Verdict["files"][number];
export type Authentication = NonNullable<Message["authentication"]>;
export type Part = Message["parts"][number];
export type Outcome = Posted<"/api/v1/mail/quarantine/release">["results"][number];
export type Decision = Message["decisions"][number];
export type Sender = NonNullable<Message["sender"]>;
export type KnownSender = Got<"/api/v1/mail/senders/{address}">;
export type ReportOutcome = Posted<"/api/v1/mail/messages/report">["results"][number];
export type Reported = Sent<"/api/v1/mail/messages/report">["verdict"];
export type Supposition = Sent<"/api/v1/mail/messages/{identifier}/what-if">;
export type Compared = Posted<"/api/v1/mail/messages/{identifier}/what-if">;
export type Outline = Compared["supposed"];
export type Analysis = Got<"/api/v1/mail/analysis">;
export type DetectorFigures = Analysis["detectors"][number];
export type RecentDecision = Got<"/api/v1/mail/decisions">[number];
export type ListEntry = Item<Got<"/api/v1/mail/lists">>;
export type NewListEntry = Sent<"/api/v1/mail/lists">;
export type FeedbackSummary = Item<Got<"/api/v1/mail/feedback">>;
export type FeedbackReport = Got<"/api/v1/mail/feedback/{identifier}">;
export type FeedbackSource = Got<"/api/v1/mail/feedback/sources">["sources"][number];
export type MailOverview = Got<"/api/v1/mail/overview">;

export type SearchPage = Got<"/api/v1/archive/search">;
export type Hit = Item<SearchPage>;
export type ArchivedMessage = Got<"/api/v1/archive/messages/{identifier}">;
export type Completeness = Got<"/api/v1/archive/completeness">;

export type Health = Got<"/health/deep">;

export type Entry = Item<Got<"/api/v1/audit/entries">>;
export type EntryProof = Got<"/api/v1/audit/entries/{index}/proof">;
export type Verification = Posted<"/api/v1/audit/verify">;

export type Severity = Reason["severity"];
export type Disposition = Verdict["disposition"];
export type MessageState = MessageSummary["state"];
