// What every chart has around it: a title, what its colours mean, and the way to a table of the same figures.
import { useState, type ReactElement, type ReactNode } from "react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";
import { say } from "@/charts/words";

interface ChartFrameProps {
  title: string;
  /** What is shown, by its word and the look of its sign. */
  legend: readonly { name: string; sign: string }[];
  picture: ReactNode;
  table: ReactNode;
}

export function ChartFrame({ title, legend, picture, table }: ChartFrameProps): ReactElement {
  const [asTable, setAsTable] = useState(false);
  return (
    <Section
      title={title}
      aside={
        <div className="flex items-center gap-4">
          <p className="text-quiet flex gap-4 text-sm max-lg:hidden">
            {legend.map(({ name, sign }) => (
              <span key={name} className="flex items-center gap-1.5">
                <span aria-hidden="true" className={`size-2.5 ${sign}`} />
                {name}
              </span>
            ))}
          </p>
          <Button
            kind="quiet"
            size="sm"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {say(asTable ? "picture" : "table")}
          </Button>
        </div>
      }
      flush={asTable}
    >
      {asTable ? table : picture}
    </Section>
  );
}
