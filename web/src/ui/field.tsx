import { useId, type ComponentProps, type ReactElement, type ReactNode } from "react";

const CONTROL =
  "border-edge bg-surface text-ink placeholder:text-quiet h-8 min-w-0 rounded-md border";

interface FieldProps {
  label: string;
  hint?: ReactNode;
  children: (ids: { id: string; "aria-describedby"?: string }) => ReactElement;
}

/** A control under its label, with a hint that is read with it. */
export function Field({ label, hint, children }: FieldProps): ReactElement {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children({ id, ...(hint ? { "aria-describedby": `${id}-hint` } : {}) })}
      {hint && (
        <p id={`${id}-hint`} className="text-quiet mt-1 text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}

export function Input({ className = "", ...rest }: ComponentProps<"input">): ReactElement {
  return <input className={`${CONTROL} w-full px-2.5 ${className}`} {...rest} />;
}

export function TextArea({ className = "", ...rest }: ComponentProps<"textarea">): ReactElement {
  return <textarea className={`${CONTROL} h-auto w-full px-2.5 py-1.5 ${className}`} {...rest} />;
}

export function Select({ className = "", ...rest }: ComponentProps<"select">): ReactElement {
  return <select className={`${CONTROL} pr-1 pl-2 ${className}`} {...rest} />;
}
