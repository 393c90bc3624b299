// A short table, whole on the page; long lists are `Grid`s.
import type { ReactElement, ReactNode } from "react";

interface TableColumn<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  end?: boolean;
}

interface TableProps<Row> {
  label: string;
  rows: readonly Row[];
  idOf: (row: Row) => string;
  columns: readonly TableColumn<Row>[];
}

export function Table<Row>({ label, rows, idOf, columns }: TableProps<Row>): ReactElement {
  const side = (column: TableColumn<Row>) => (column.end ? "text-right" : "text-left");
  return (
    // A region that scrolls must be reachable by key.
    <div
      tabIndex={0}
      role="group"
      aria-label={label}
      className="border-line bg-surface overflow-x-auto rounded-lg border"
    >
      <table aria-label={label} className="w-full">
        <thead className="label">
          <tr className="h-9">
            {columns.map((column, place) =>
              column.head ? (
                <th key={place} scope="col" className={`px-4 font-medium ${side(column)}`}>
                  {column.head}
                </th>
              ) : (
                <td key={place} />
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(row)} className="border-line/70 h-11 border-t">
              {columns.map((column, place) => (
                <td key={place} className={`px-4 ${side(column)}`}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
