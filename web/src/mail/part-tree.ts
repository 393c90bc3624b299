import type { Part } from "@/api/types";

export interface PlacedPart extends Part {
  depth: number;
}

/** The parts in reading order with their depth; a part whose parent is missing stands at the top. */
export function placed(parts: readonly Part[]): PlacedPart[] {
  const depths = new Map<number, number>();
  return parts.map((part) => {
    const above = part.parent === null ? undefined : depths.get(part.parent);
    const depth = above === undefined ? 0 : above + 1;
    depths.set(part.index, depth);
    return { ...part, depth };
  });
}
