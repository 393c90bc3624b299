// Every address of the console, the search parameters it knows, and the code it loads when asked.
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { sessionQuery } from "@/api/session";
import { archiveSearch } from "@/archive/search-params";
import { Crashed, Lost } from "@/app/errors";
import { Shell } from "@/app/shell";
import { SignInPage } from "@/app/sign-in";
import { signInSearch } from "@/app/sign-in-params";
import { auditSearch } from "@/audit/search-params";
import {
  analysisSearch,
  feedbackSearch,
  listsSearch,
  messageSearch,
  messagesSearch,
  quarantineSearch,
} from "@/mail/search-params";
import { overviewSearch } from "@/overview/search-params";

const PASSWORD_PAGE = "/settings/account";

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: Lost,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: signInSearch,
  component: SignInPage,
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "in",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: "/sign-in", search: { next: location.href } });
    if (session.user.must_change_password && location.pathname !== PASSWORD_PAGE) {
      throw redirect({ to: PASSWORD_PAGE });
    }
  },
});

const page = { getParentRoute: () => shell } as const;

const overview = createRoute({
  ...page,
  path: "/",
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import("@/overview/overview-page"), "OverviewPage"),
});
const messages = createRoute({
  ...page,
  path: "/mail/messages",
  validateSearch: messagesSearch,
  component: lazyRouteComponent(() => import("@/mail/messages-page"), "MessagesPage"),
});
const message = createRoute({
  ...page,
  path: "/mail/messages/$id",
  validateSearch: messageSearch,
  component: lazyRouteComponent(() => import("@/mail/message-page"), "MessagePage"),
});
const quarantine = createRoute({
  ...page,
  path: "/mail/quarantine",
  validateSearch: quarantineSearch,
  component: lazyRouteComponent(() => import("@/mail/quarantine-page"), "QuarantinePage"),
});
const analysis = createRoute({
  ...page,
  path: "/mail/analysis",
  validateSearch: analysisSearch,
  component: lazyRouteComponent(() => import("@/mail/analysis-page"), "AnalysisPage"),
});
const lists = createRoute({
  ...page,
  path: "/mail/lists",
  validateSearch: listsSearch,
  component: lazyRouteComponent(() => import("@/mail/lists-page"), "ListsPage"),
});
const reports = createRoute({
  ...page,
  path: "/mail/reports",
  validateSearch: feedbackSearch,
  component: lazyRouteComponent(() => import("@/mail/feedback-page"), "FeedbackPage"),
});
const report = createRoute({
  ...page,
  path: "/mail/reports/$id",
  component: lazyRouteComponent(() => import("@/mail/feedback-report-page"), "FeedbackReportPage"),
});
const archive = createRoute({
  ...page,
  path: "/archive",
  validateSearch: archiveSearch,
  component: lazyRouteComponent(() => import("@/archive/search-page"), "SearchPage"),
});
const archived = createRoute({
  ...page,
  path: "/archive/messages/$id",
  component: lazyRouteComponent(() => import("@/archive/archived-page"), "ArchivedPage"),
});
const audit = createRoute({
  ...page,
  path: "/audit",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("@/audit/entries-page"), "EntriesPage"),
});
const entry = createRoute({
  ...page,
  path: "/audit/entries/$index",
  component: lazyRouteComponent(() => import("@/audit/entry-page"), "EntryPage"),
});
const account = createRoute({
  ...page,
  path: "/settings/account",
  component: lazyRouteComponent(() => import("@/settings/account-page"), "AccountPage"),
});
const keys = createRoute({
  ...page,
  path: "/settings/keys",
  component: lazyRouteComponent(() => import("@/settings/keys-page"), "KeysPage"),
});
const users = createRoute({
  ...page,
  path: "/settings/users",
  component: lazyRouteComponent(() => import("@/settings/users-page"), "UsersPage"),
});

const routeTree = root.addChildren([
  signIn,
  shell.addChildren([
    overview,
    messages,
    message,
    quarantine,
    analysis,
    lists,
    reports,
    report,
    archive,
    archived,
    audit,
    entry,
    account,
    keys,
    users,
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultErrorComponent: Crashed,
    defaultNotFoundComponent: Lost,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
