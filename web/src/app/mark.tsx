import type { ReactElement } from "react";

/** A bartizan: the turret that overhangs a wall, to see along it. */
export function Mark({ className = "size-6" }: { className?: string }): ReactElement {
  return (
    <svg aria-hidden="true" viewBox="6 4 20 21" className={className}>
      <path className="fill-accent" d="M6 4h4v3h4V4h4v3h4V4h4v9H6zM8 14h16v7l-4 3v4h-8v-4l-4-3z" />
      <path className="fill-canvas" d="M15 16h2v5h-2z" />
    </svg>
  );
}
