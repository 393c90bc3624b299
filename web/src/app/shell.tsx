// The frame around every page: the rail, the live connection, the keys that work anywhere.
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useState, type ReactElement } from "react";
import { LiveProvider } from "@/api/live-context";
import { useMay } from "@/api/use-session";
import { Forbidden } from "@/app/errors";
import { PAGES } from "@/app/pages";
import { Rail } from "@/app/rail";
import { say } from "@/app/words";
import type { KeyHandlers } from "@/ui/keys/use-keys";
import { useKeys } from "@/ui/keys/use-keys";
import { Toasts } from "@/ui/toast";

const Palette = lazy(() => import("@/app/palette"));
const KeySheet = lazy(() => import("@/app/key-sheet"));

const TOPICS = ["mail.message.*", "archive.message.*"] as const;

type Overlay = "palette" | "keys" | null;

function useGoKeys(): KeyHandlers {
  const navigate = useNavigate();
  const goes = PAGES.flatMap(({ key, to }) => (key ? [[key, () => void navigate({ to })]] : []));
  return Object.fromEntries(goes) as KeyHandlers;
}

/** The page the address belongs to, by its longest path. */
function usePage() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return PAGES.filter(({ to }) => path === to || (to !== "/" && path.startsWith(`${to}/`))).at(-1);
}

export function Shell(): ReactElement {
  const queryClient = useQueryClient();
  const may = useMay();
  const page = usePage();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const close = () => setOverlay(null);
  useKeys({
    ...useGoKeys(),
    "page.palette": () => setOverlay("palette"),
    "page.keys": () => setOverlay("keys"),
  });
  const allowed = may(page?.permission ?? null);
  return (
    <LiveProvider topics={TOPICS} onReset={() => void queryClient.invalidateQueries()}>
      <a
        href="#content"
        className="bg-accent text-on-accent sr-only z-50 rounded-md px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {say("skip")}
      </a>
      <div className="flex h-dvh overflow-hidden">
        <Rail onPalette={() => setOverlay("palette")} />
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          {allowed ? <Outlet /> : <Forbidden permission={page?.permission ?? ""} />}
        </main>
      </div>
      <Toasts />
      <Suspense>
        {overlay === "palette" && <Palette onClose={close} onKeys={() => setOverlay("keys")} />}
        {overlay === "keys" && <KeySheet onClose={close} />}
      </Suspense>
    </LiveProvider>
  );
}
