import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useMemo, useState, type ReactElement } from "react";
import { expect, test, vi } from "vitest";
import { Grid } from "@/ui/grid";
import { useList } from "@/ui/use-list";
import { useSelection } from "@/ui/use-selection";

interface Row {
  id: string;
}
const make = (count: number): Row[] =>
  Array.from({ length: count }, (_, place) => ({ id: `row ${place}` }));

interface SampleProps {
  rows: Row[];
  onOpen?: (row: Row) => void;
  onEnd?: () => void;
}

function Sample({ rows, onOpen = () => {}, onEnd }: SampleProps): ReactElement {
  const [peeked, setPeeked] = useState<string>();
  const selection = useSelection(useMemo(() => rows.map((row) => row.id), [rows]));
  const { cursor, setCursor } = useList({
    rows,
    idOf: (row) => row.id,
    peeked,
    onPeek: setPeeked,
    onOpen,
    onSelect: selection.toggle,
  });
  return (
    <>
      <Grid
        label="Rows"
        rows={rows}
        total={rows.length}
        idOf={(row) => row.id}
        nameOf={(row) => row.id}
        columns={[{ id: "id", head: "Id", width: "1fr", cell: (row) => row.id }]}
        rowHeight={40}
        cursor={cursor}
        onCursor={setCursor}
        onOpen={onOpen}
        selection={selection}
        onEnd={onEnd}
      />
      <output>{`${peeked ?? "none"} / ${selection.ids.join(",")}`}</output>
    </>
  );
}

const report = () => screen.getByRole("status").textContent;

test("of 100,000 rows only those in sight are drawn, and all are counted", () => {
  render(<Sample rows={make(100_000)} />);
  const grid = screen.getByRole("grid", { name: "Rows" });
  expect(grid.getAttribute("aria-rowcount")).toBe("100001");
  const drawn = within(grid).getAllByRole("row").length;
  expect(drawn).toBeGreaterThan(10);
  expect(drawn).toBeLessThan(60);
});

test("j and k move the cursor, x selects, Enter opens", async () => {
  const onOpen = vi.fn();
  render(<Sample rows={make(5)} onOpen={onOpen} />);
  await userEvent.keyboard("jjjkx");
  expect(report()).toBe("none / row 1");
  await userEvent.keyboard("{Enter}");
  expect(onOpen).toHaveBeenCalledWith({ id: "row 1" });
});

test("the cursor stays on its row when new rows arrive in front", async () => {
  const rows = make(3);
  const { rerender } = render(<Sample rows={rows} />);
  await userEvent.keyboard("j");
  rerender(<Sample rows={[{ id: "newer" }, ...rows]} />);
  await userEvent.keyboard("x");
  expect(report()).toBe("none / row 0");
});

test("a click previews; with a preview open the cursor takes it along", async () => {
  render(<Sample rows={make(3)} />);
  await userEvent.click(screen.getByText("row 1"));
  expect(report()).toBe("row 1 / ");
  await userEvent.keyboard("j");
  expect(report()).toBe("row 2 / ");
});

test("the head's box selects all and none; a row that left is no longer selected", async () => {
  const { rerender } = render(<Sample rows={make(3)} />);
  const all = screen.getByRole("checkbox", { name: "Select all loaded rows" });
  await userEvent.click(all);
  expect(report()).toBe("none / row 0,row 1,row 2");
  rerender(<Sample rows={make(2)} />);
  expect(report()).toBe("none / row 0,row 1");
  await userEvent.click(all);
  expect(report()).toBe("none / ");
});

test("near the end it asks for more", () => {
  const onEnd = vi.fn();
  render(<Sample rows={make(5)} onEnd={onEnd} />);
  expect(onEnd).toHaveBeenCalled();
});
