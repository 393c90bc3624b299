import type { ReactElement } from "react";
import { OUTCOMES, type EntryFilters } from "@/audit/search-params";
import { say } from "@/audit/words";
import { Select } from "@/ui/field";
import { FilterChip, SearchBox } from "@/ui/filters";
import { formatDayAndClock } from "@/ui/format";
import { Hostile } from "@/ui/hostile";

interface EntryFilterBarProps {
  filters: EntryFilters;
  onChange: (changes: EntryFilters) => void;
}

const BOXES = ["action", "actor", "object"] as const;
const MOMENTS = ["after", "before"] as const;

export function EntryFilterBar({ filters, onChange }: EntryFilterBarProps): ReactElement {
  const choose = (changes: Record<string, string | undefined>) => onChange(changes as EntryFilters);
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-2">
      {BOXES.map((name) => (
        <SearchBox
          key={name}
          compact
          label={say(`filter.${name}`)}
          value={filters[name] ?? ""}
          onChange={(value) => choose({ [name]: value || undefined })}
        />
      ))}
      <Select
        aria-label={say("column.outcome")}
        value={filters.outcome ?? ""}
        onChange={(event) => choose({ outcome: event.target.value || undefined })}
      >
        <option value="">{say("filter.outcome")}</option>
        {OUTCOMES.map((one) => (
          <option key={one} value={one}>
            {say.value("outcome", one)}
          </option>
        ))}
      </Select>
      {MOMENTS.map((name) => {
        const value = filters[name];
        if (value === undefined) return null;
        return (
          <FilterChip
            key={name}
            name={say(`filter.${name}`)}
            onRemove={() => choose({ [name]: undefined })}
          >
            <Hostile>{formatDayAndClock(new Date(value))}</Hostile>
          </FilterChip>
        );
      })}
    </div>
  );
}
