// Cursor and keys of a list, whose previewed row is part of the address.
import { useState } from "react";
import { useKeys } from "@/ui/keys/use-keys";

interface ListOptions<Row> {
  rows: readonly Row[];
  idOf: (row: Row) => string;
  peeked: string | undefined;
  onPeek: (id: string | undefined) => void;
  onOpen: (row: Row) => void;
  onSelect?: (id: string) => void;
}

export interface ListCursor {
  cursor: number;
  setCursor: (place: number) => void;
}

export function useList<Row>(options: ListOptions<Row>): ListCursor {
  const { rows, idOf, peeked, onPeek, onOpen, onSelect } = options;
  // The cursor is a row, not a place: rows that arrive in front do not move it.
  const [cursorId, setCursorId] = useState(peeked);
  const found = rows.findIndex((row) => idOf(row) === cursorId);

  const setCursor = (place: number) => {
    const row = rows[Math.max(0, Math.min(place, rows.length - 1))];
    if (row === undefined) return;
    setCursorId(idOf(row));
    if (peeked !== undefined) onPeek(idOf(row));
  };
  const current = found >= 0 ? rows[found] : undefined;
  useKeys({
    "list.next": () => setCursor(found + 1),
    "list.previous": () => setCursor(found < 0 ? 0 : found - 1),
    "list.open": () => current && onOpen(current),
    "list.select": () => current && onSelect?.(idOf(current)),
    "list.peek": () => current && onPeek(peeked === undefined ? idOf(current) : undefined),
  });

  const choose = (place: number) => {
    const row = rows[place];
    if (row === undefined) return;
    setCursorId(idOf(row));
    onPeek(idOf(row));
  };
  return { cursor: found, setCursor: choose };
}
