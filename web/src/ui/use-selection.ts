import { useMemo, useState } from "react";
import type { Selection } from "@/ui/grid";

export interface Chosen extends Selection {
  ids: readonly string[];
  clear: () => void;
}

/** Which rows are selected; rows that left the list are left out of it too. */
export function useSelection(present: readonly string[]): Chosen {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const ids = present.filter((id) => wanted.has(id));
    const all = ids.length > 0 && ids.length === present.length;
    return {
      ids,
      all,
      has: (id) => wanted.has(id),
      clear: () => setWanted(new Set()),
      toggleAll: () => setWanted(new Set(all ? [] : present)),
      toggle: (id) =>
        setWanted((before) => {
          const after = new Set(before);
          if (!after.delete(id)) after.add(id);
          return after;
        }),
    };
  }, [present, wanted]);
}
