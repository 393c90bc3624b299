// A list of any length: draws the rows in sight, keeps a cursor, asks for more near its end.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useId, useRef, type ReactElement, type ReactNode } from "react";
import { Checkbox, GridRow } from "@/ui/grid-row";
import { say } from "@/ui/words";

export interface Column<Row> {
  id: string;
  head: string;
  /** A track of `grid-template-columns`. */
  width: string;
  cell: (row: Row, narrow: boolean) => ReactNode;
  end?: boolean;
  /** Left out while a preview stands beside the list. */
  roomy?: boolean;
}

export interface Selection {
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  toggleAll: () => void;
  all: boolean;
}

export interface GridProps<Row> {
  label: string;
  rows: readonly Row[];
  total: number;
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  columns: readonly Column<Row>[];
  rowHeight: number;
  narrow?: boolean;
  cursor: number;
  onCursor: (place: number) => void;
  onOpen: (row: Row) => void;
  selection?: Selection;
  /** Rows whose change the server has not confirmed yet. */
  isPending?: (id: string) => boolean;
  onEnd?: (() => void) | undefined;
}

/** Below this the list scrolls sideways rather than hide a column. */
const LEAST = { narrow: "34rem", roomy: "46rem" };
const NEAR_END = 15;
/** Pixels of the head, which stays in sight over the rows. */
const HEAD = 32;

export function Grid<Row>(props: GridProps<Row>): ReactElement {
  const { label, rows, total, idOf, rowHeight, narrow, cursor, selection, onEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const base = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    getItemKey: (place) => idOf(rows[place] as Row),
  });
  const columns = props.columns.filter((column) => !(narrow && column.roomy));
  const template = [selection ? "2.25rem" : "", ...columns.map((column) => column.width)].join(" ");
  const least = narrow ? LEAST.narrow : LEAST.roomy;
  const items = virtual.getVirtualItems();
  const lastDrawn = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (onEnd && lastDrawn >= rows.length - NEAR_END) onEnd();
  }, [lastDrawn, rows.length, onEnd]);
  const follow = useEffectEvent((place: number) => {
    if (place >= 0) virtual.scrollToIndex(place, { align: "auto" });
  });
  // Only a move of the cursor scrolls: rows that are loaded meanwhile leave the reader alone.
  useEffect(() => follow(cursor), [cursor]);

  const drawn = items.some((item) => item.index === cursor);
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={drawn ? `${base}-${cursor}` : undefined}
      className="min-h-0 flex-1 overflow-auto outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--color-accent)]"
    >
      <div
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template, height: HEAD, minWidth: least }}
        className="border-line bg-canvas label sticky top-0 z-10 grid items-center gap-x-3 border-b px-5"
      >
        {selection && (
          <span role="columnheader" aria-label={say("list.selectAll")}>
            <Checkbox
              checked={selection.all}
              name={say("list.selectAll")}
              onToggle={selection.toggleAll}
            />
          </span>
        )}
        {columns.map((column) => (
          <span
            key={column.id}
            role="columnheader"
            className={`truncate ${column.end ? "text-right" : ""}`}
          >
            {column.head}
          </span>
        ))}
      </div>
      <div
        role="rowgroup"
        className="relative"
        style={{ height: virtual.getTotalSize(), minWidth: least }}
      >
        {items.map((item) => (
          <GridRow
            key={item.key}
            {...props}
            columns={columns}
            row={rows[item.index] as Row}
            place={item.index}
            domId={`${base}-${item.index}`}
            template={template}
            top={item.start - HEAD}
          />
        ))}
      </div>
    </div>
  );
}
