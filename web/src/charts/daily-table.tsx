import type { ReactElement } from "react";
import { rateOf, type Day } from "@/charts/days";
import { say } from "@/charts/words";
import { formatUtcDay, formatNumber, formatWeight } from "@/ui/format";

const FIGURES = ["messages", "caught", "confirmed_bad", "bad_caught", "confirmed_good"] as const;

export function DailyTable({ days }: { days: readonly Day[] }): ReactElement {
  return (
    // A region that scrolls must be reachable by key.
    <div
      tabIndex={0}
      role="group"
      aria-label={say("days.label")}
      className="max-h-72 overflow-y-auto"
    >
      <table className="w-full">
        <thead className="label bg-surface sticky top-0">
          <tr className="h-8 [&>th]:px-4 [&>th]:font-medium">
            <th scope="col" className="text-left">
              {say("days.day")}
            </th>
            {FIGURES.map((figure) => (
              <th key={figure} scope="col" className="text-right">
                {say(`days.column.${figure}`)}
              </th>
            ))}
            <th scope="col" className="text-right">
              {say("days.rate")}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => {
            const rate = rateOf(day);
            return (
              <tr key={day.day} className="border-line/70 h-8 border-t [&>*]:px-4">
                <th scope="row" className="text-left font-normal">
                  {formatUtcDay(new Date(day.day))}
                </th>
                {FIGURES.map((figure) => (
                  <td key={figure} className="text-right">
                    {formatNumber(day[figure])}
                  </td>
                ))}
                <td className="text-right font-medium">
                  {rate === null ? "–" : formatWeight(rate)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
