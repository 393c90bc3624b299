import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { LogOut, Monitor, Moon, Search, Sun, type LucideIcon } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useLiveState } from "@/api/live-context";
import { signOut } from "@/api/session";
import { useMay, useSession } from "@/api/use-session";
import { Mark } from "@/app/mark";
import { PAGES, type PageEntry } from "@/app/pages";
import { chooseTheme, currentTheme, THEMES, type Theme } from "@/app/theme";
import { say } from "@/app/words";
import { reportProblem } from "@/ui/toast";

const GROUPS = ["overview", "mail", "archive", "audit", "settings"] as const;
const HEADED = new Set<string>(["mail", "settings"]);

const LINK =
  "flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium max-md:w-8 max-md:justify-center max-md:px-0";

function RailLink({ page }: { page: PageEntry }): ReactElement {
  const Icon = page.icon;
  return (
    <Link
      to={page.to}
      title={say(page.name)}
      activeOptions={{ exact: page.to === "/", includeSearch: false }}
      activeProps={{ className: "bg-accent-soft text-ink [&_svg]:text-accent" }}
      inactiveProps={{ className: "text-quiet hover:bg-sunken hover:text-ink" }}
      className={LINK}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.9} />
      <span className="max-md:sr-only">{say(page.name)}</span>
    </Link>
  );
}

function Live(): ReactElement {
  const state = useLiveState();
  const sign = { live: "bg-accent", connecting: "bg-edge", away: "bg-medium" }[state];
  return (
    <p
      role="status"
      title={say.value("live", state)}
      className="text-quiet flex min-w-0 items-center gap-2 px-2.5 text-sm max-md:justify-center max-md:px-0"
    >
      <span
        aria-hidden="true"
        className={`size-2 shrink-0 ${state === "away" ? "" : "rounded-full"} ${sign}`}
      />
      <span className="truncate max-md:sr-only">{say.value("live", state)}</span>
    </p>
  );
}

const THEME_ICONS: Record<Theme, LucideIcon> = { system: Monitor, light: Sun, dark: Moon };

function ThemeSwitch(): ReactElement {
  const [theme, setTheme] = useState(currentTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <div
      role="radiogroup"
      aria-label={say("theme")}
      className="bg-sunken flex rounded-md p-0.5 max-md:flex-col"
    >
      {THEMES.map((one) => {
        const Icon = THEME_ICONS[one];
        return (
          <label
            key={one}
            title={say(`theme.${one}`)}
            className="text-quiet has-checked:bg-surface has-checked:text-ink has-focus-visible:outline-accent grid h-6 w-7 cursor-pointer place-items-center rounded-sm has-focus-visible:outline-2"
          >
            <input
              type="radio"
              name="theme"
              className="sr-only"
              checked={theme === one}
              onChange={() => choose(one)}
              aria-label={say(`theme.${one}`)}
            />
            <Icon aria-hidden="true" className="size-3.5" />
          </label>
        );
      })}
    </div>
  );
}

function SignOut(): ReactElement {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: "/sign-in" });
      queryClient.clear();
    },
    onError: reportProblem,
  });
  return (
    <button
      type="button"
      title={say("signOut")}
      aria-label={say("signOut")}
      disabled={leave.isPending}
      onClick={() => leave.mutate()}
      className="text-quiet hover:bg-sunken hover:text-ink grid size-7 place-items-center rounded-md"
    >
      <LogOut aria-hidden="true" className="size-4" />
    </button>
  );
}

export function Rail({ onPalette }: { onPalette: () => void }): ReactElement {
  const may = useMay();
  const user = useSession()?.user;
  const allowed = PAGES.filter((page) => may(page.permission));
  return (
    <header className="border-line flex w-56 shrink-0 flex-col border-r max-md:w-14">
      <div className="flex h-14 shrink-0 items-center gap-2.5 px-4 max-md:justify-center max-md:px-0">
        <Mark className="size-5" />
        <span className="text-lg font-semibold tracking-tight max-md:sr-only">
          {say("product")}
        </span>
      </div>
      <div className="px-2.5">
        <button
          type="button"
          onClick={onPalette}
          className="border-line bg-surface text-quiet hover:border-edge flex h-8 w-full items-center gap-2 rounded-md border px-2.5 max-md:justify-center max-md:px-0"
        >
          <Search aria-hidden="true" className="size-4 shrink-0" />
          <span className="flex-1 text-left max-md:sr-only">{say("palette.open")}</span>
          <kbd className="font-sans text-xs max-md:hidden">{say("palette.key")}</kbd>
        </button>
      </div>
      <nav aria-label={say("nav")} className="min-h-0 flex-1 overflow-y-auto p-2.5">
        {GROUPS.map((group) => {
          const pages = allowed.filter((page) => page.group === group);
          if (pages.length === 0) return null;
          return (
            <div key={group} className={HEADED.has(group) ? "my-3" : ""}>
              {HEADED.has(group) && (
                <p className="label px-2.5 pb-1 max-md:sr-only">{say.value("nav", group)}</p>
              )}
              {pages.map((page) => (
                <RailLink key={page.to} page={page} />
              ))}
            </div>
          );
        })}
      </nav>
      <div className="border-line space-y-2.5 border-t p-2.5">
        <Live />
        <div className="flex items-center justify-between gap-2 pl-2.5 max-md:flex-col max-md:pl-0">
          <span className="truncate text-sm font-medium max-md:sr-only">
            {user?.display_name || user?.username}
          </span>
          <SignOut />
        </div>
        <div className="flex pl-1.5 max-md:justify-center max-md:pl-0">
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}
