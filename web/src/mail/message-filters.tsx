import type { ReactElement, ReactNode } from "react";
import { DISPOSITIONS, STATES, type MessageFilters } from "@/mail/search-params";
import { say } from "@/mail/words";
import { Select } from "@/ui/field";
import { FilterChip, SearchBox } from "@/ui/filters";
import { formatDayAndClock } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { say as word } from "@/ui/words";

const HOURS = { hour: 1, day: 24, week: 168 } as const;
type Span = keyof typeof HOURS;
const SPANS: readonly Span[] = ["hour", "day", "week"];

interface MessageFilterBarProps {
  filters: MessageFilters;
  onChange: (changes: MessageFilters) => void;
  /** At the end of the line: what can be done about rows. */
  children?: ReactNode;
}

function since(span: Span): string {
  return new Date(Date.now() - HOURS[span] * 3_600_000).toISOString();
}

export function MessageFilterBar(props: MessageFilterBarProps): ReactElement {
  const { filters, onChange, children } = props;
  const choose = (changes: Record<string, string | undefined>) =>
    onChange(changes as MessageFilters);
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-2">
      <SearchBox
        label={say("messages.search")}
        value={filters.query ?? ""}
        onChange={(query) => choose({ query: query || undefined })}
      />
      <Select
        aria-label={say("column.verdict")}
        value={filters.disposition ?? ""}
        onChange={(event) => choose({ disposition: event.target.value || undefined })}
      >
        <option value="">{say("filter.disposition")}</option>
        {DISPOSITIONS.map((one) => (
          <option key={one} value={one}>
            {word.value("disposition", one)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={say("column.state")}
        value={filters.state ?? ""}
        onChange={(event) => choose({ state: event.target.value || undefined })}
      >
        <option value="">{say("filter.state")}</option>
        {STATES.map((one) => (
          <option key={one} value={one}>
            {word.value("state", one)}
          </option>
        ))}
      </Select>
      {filters.received_after === undefined && filters.received_before === undefined && (
        <Select
          aria-label={say("column.received")}
          value=""
          onChange={(event) => choose({ received_after: since(event.target.value as Span) })}
        >
          <option value="">{say("filter.when")}</option>
          {SPANS.map((span) => (
            <option key={span} value={span}>
              {say(`filter.when.${span}`)}
            </option>
          ))}
        </Select>
      )}
      <Chips filters={filters} onRemove={(name) => choose({ [name]: undefined })} />
      {children}
    </div>
  );
}

const CHIPS = [
  ["sender", "filter.sender"],
  ["recipient", "filter.recipient"],
  ["received_after", "filter.after"],
  ["received_before", "filter.before"],
] as const;

interface ChipsProps {
  filters: MessageFilters;
  onRemove: (name: (typeof CHIPS)[number][0]) => void;
}

function Chips({ filters, onRemove }: ChipsProps): ReactElement[] {
  return CHIPS.flatMap(([name, label]) => {
    const value = filters[name];
    if (value === undefined) return [];
    const shown = name.startsWith("received") ? formatDayAndClock(new Date(value)) : value;
    return [
      <FilterChip key={name} name={say(label)} onRemove={() => onRemove(name)}>
        <Hostile>{shown}</Hostile>
      </FilterChip>,
    ];
  });
}
