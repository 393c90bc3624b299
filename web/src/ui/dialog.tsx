import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactElement, ReactNode } from "react";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Said under the title; also what a screen reader reads first. */
  description?: ReactNode;
  wide?: boolean;
  /** The title is for screen readers only. */
  bare?: boolean;
  children: ReactNode;
}

export function Dialog(props: DialogProps): ReactElement {
  const { open, onClose, title, description, wide, bare, children } = props;
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          className={`animate-appear outline-none border-line bg-surface shadow-float fixed top-[14vh] left-1/2 z-50 max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 overflow-y-auto rounded-lg border ${wide ? "max-w-2xl" : "max-w-md"} ${bare ? "" : "p-5"}`}
        >
          <Base.Title className={bare ? "sr-only" : "text-lg font-semibold"}>{title}</Base.Title>
          {description && (
            <Base.Description className="text-quiet mt-1" render={<div />}>
              {description}
            </Base.Description>
          )}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
