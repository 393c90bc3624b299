import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactElement } from "react";

export const buttonStyle = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:opacity-55",
  {
    variants: {
      kind: {
        primary: "bg-accent text-on-accent hover:bg-accent/88",
        plain: "border border-line bg-surface text-ink hover:border-edge",
        quiet: "text-quiet hover:bg-sunken hover:text-ink",
        danger: "border border-critical/45 bg-surface text-critical hover:bg-critical-soft",
      },
      size: { md: "h-8 px-3", sm: "h-7 px-2 text-sm", icon: "size-8" },
    },
    defaultVariants: { kind: "plain", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonStyle>;

export function Button({ kind, size, className, ...rest }: ButtonProps): ReactElement {
  return <button type="button" className={buttonStyle({ kind, size, className })} {...rest} />;
}
