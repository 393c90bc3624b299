import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { makeQueryClient } from "@/app/query-client";
import { makeRouter } from "@/app/router";
import { installPolicy } from "@/app/trusted-types";
import "@/theme.css";

installPolicy();
const queryClient = makeQueryClient(() => {
  void router.navigate({ to: "/sign-in", search: { next: router.state.location.href } });
});
const router = makeRouter(queryClient);
const root = document.getElementById("root");
if (!root) throw new Error("the page has no root element");

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
