import type { MouseEvent, ReactElement } from "react";
import type { GridProps } from "@/ui/grid";
import { say } from "@/ui/words";

interface CheckboxProps {
  checked: boolean;
  name: string;
  onToggle: () => void;
  skipped?: boolean;
}

export function Checkbox({ checked, name, onToggle, skipped }: CheckboxProps): ReactElement {
  return (
    <input
      type="checkbox"
      checked={checked}
      onChange={onToggle}
      aria-label={name}
      tabIndex={skipped ? -1 : 0}
      className="accent-accent block size-4"
    />
  );
}

interface GridRowProps<Row> extends GridProps<Row> {
  row: Row;
  place: number;
  domId: string;
  template: string;
  top: number;
}

export function GridRow<Row>(props: GridRowProps<Row>): ReactElement {
  const { row, place, domId, template, top, columns, selection } = props;
  const id = props.idOf(row);
  const chosen = selection?.has(id) ?? false;
  const current = place === props.cursor;
  const pending = props.isPending?.(id) ?? false;
  const onClick = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a, button, input")) return;
    props.onCursor(place);
  };
  const ground = chosen ? "bg-accent-soft" : current ? "bg-surface" : "hover:bg-surface/70";
  return (
    // The keys of the whole page (ui/keys) move, open and select: the mouse is the second way.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={domId}
      role="row"
      aria-rowindex={place + 2}
      aria-selected={selection ? chosen : current}
      aria-busy={pending || undefined}
      onClick={onClick}
      onDoubleClick={() => props.onOpen(row)}
      style={{
        gridTemplateColumns: template,
        height: props.rowHeight,
        transform: `translateY(${top}px)`,
      }}
      className={`border-line/70 absolute inset-x-0 top-0 grid items-center gap-x-3 border-b px-5 ${ground} ${
        current ? "shadow-[inset_3px_0_0_var(--color-accent)]" : ""
      } ${pending ? "opacity-60" : ""}`}
    >
      {selection && (
        <span role="gridcell" className="py-2">
          <Checkbox
            checked={chosen}
            name={say("list.select", { what: props.nameOf(row) })}
            onToggle={() => selection.toggle(id)}
            skipped
          />
        </span>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={`min-w-0 truncate ${column.end ? "text-right" : ""}`}
        >
          {column.cell(row, props.narrow ?? false)}
        </div>
      ))}
    </div>
  );
}
