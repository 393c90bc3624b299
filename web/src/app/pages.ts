// The pages of the rail, the palette and the `g` keys, in one list; each with what it needs.
import {
  Archive,
  ChartLine,
  FileChartColumn,
  Gauge,
  Hand,
  KeyRound,
  ListChecks,
  Mails,
  ScrollText,
  UserRound,
  UsersRound,
  type LucideIcon,
} from "lucide-react";
import type { KeyId } from "@/ui/keys/table";

type Group = "overview" | "mail" | "archive" | "audit" | "settings";

export interface PageEntry {
  to:
    | "/"
    | "/mail/messages"
    | "/mail/quarantine"
    | "/mail/analysis"
    | "/mail/lists"
    | "/mail/reports"
    | "/archive"
    | "/audit"
    | "/settings/account"
    | "/settings/keys"
    | "/settings/users";
  name:
    | "nav.overview"
    | "nav.messages"
    | "nav.quarantine"
    | "nav.analysis"
    | "nav.lists"
    | "nav.reports"
    | "nav.archive"
    | "nav.audit"
    | "nav.account"
    | "nav.keys"
    | "nav.users";
  group: Group;
  icon: LucideIcon;
  permission: string | null;
  key?: KeyId;
}

export const PAGES: readonly PageEntry[] = [
  {
    to: "/",
    name: "nav.overview",
    group: "overview",
    icon: Gauge,
    permission: "mail:overview:read",
    key: "go.overview",
  },
  {
    to: "/mail/messages",
    name: "nav.messages",
    group: "mail",
    icon: Mails,
    permission: "mail:message:read",
    key: "go.messages",
  },
  {
    to: "/mail/quarantine",
    name: "nav.quarantine",
    group: "mail",
    icon: Hand,
    permission: "mail:quarantine:read",
    key: "go.quarantine",
  },
  {
    to: "/mail/analysis",
    name: "nav.analysis",
    group: "mail",
    icon: ChartLine,
    permission: "mail:overview:read",
    key: "go.analysis",
  },
  {
    to: "/mail/lists",
    name: "nav.lists",
    group: "mail",
    icon: ListChecks,
    permission: "mail:list:read",
    key: "go.lists",
  },
  {
    to: "/mail/reports",
    name: "nav.reports",
    group: "mail",
    icon: FileChartColumn,
    permission: "mail:feedback:read",
    key: "go.reports",
  },
  {
    to: "/archive",
    name: "nav.archive",
    group: "archive",
    icon: Archive,
    permission: "archive:message:read",
    key: "go.archive",
  },
  {
    to: "/audit",
    name: "nav.audit",
    group: "audit",
    icon: ScrollText,
    permission: "audit:entry:read",
    key: "go.audit",
  },
  {
    to: "/settings/account",
    name: "nav.account",
    group: "settings",
    icon: UserRound,
    permission: null,
    key: "go.settings",
  },
  {
    to: "/settings/keys",
    name: "nav.keys",
    group: "settings",
    icon: KeyRound,
    permission: null,
  },
  {
    to: "/settings/users",
    name: "nav.users",
    group: "settings",
    icon: UsersRound,
    permission: "identity:user:read",
  },
];
