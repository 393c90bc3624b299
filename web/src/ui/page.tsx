// The frame of every page: a header that stays, and the page's own space under it.
import type { ReactElement, ReactNode } from "react";

interface PageProps {
  title: ReactNode;
  /** Beside the title: counts, badges. */
  beside?: ReactNode;
  /** At the end of the header. */
  actions?: ReactNode;
  /** A second line of the header. */
  under?: ReactNode;
  children: ReactNode;
}

export function Page({ title, beside, actions, under, children }: PageProps): ReactElement {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="border-line bg-canvas shrink-0 border-b px-5 pt-3.5 pb-3">
        <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="text-xl leading-7 font-semibold">{title}</h1>
          <div className="text-quiet flex min-w-0 flex-1 items-center gap-3 text-sm">{beside}</div>
          {actions}
        </div>
        {under}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}

export function Section({ title, aside, children, flush }: SectionProps): ReactElement {
  return (
    <section className="border-line bg-surface min-w-0 rounded-lg border">
      <div className="border-line flex min-h-10 items-center justify-between gap-3 border-b px-4">
        <h2 className="font-semibold">{title}</h2>
        {aside}
      </div>
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  );
}

/** Facts as term and description, in two columns. */
export function Facts({ children }: { children: ReactNode }): ReactElement {
  return <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1.5">{children}</dl>;
}

interface FactProps {
  term: string;
  children: ReactNode;
}

export function Fact({ term, children }: FactProps): ReactElement {
  return (
    <>
      <dt className="text-quiet">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
