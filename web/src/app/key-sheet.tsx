import { Fragment, type ReactElement } from "react";
import { say } from "@/app/words";
import { Dialog } from "@/ui/dialog";
import { KEYS, KEY_GROUPS, keysOf, type KeyId } from "@/ui/keys/table";
import { singleKeys } from "@/ui/keys/use-keys";
import { say as word } from "@/ui/words";

const SIGNS: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  "Mod+k": say("palette.key"),
};

function Presses({ id }: { id: KeyId }): ReactElement {
  const presses: readonly (readonly string[])[] = KEYS[id].presses;
  return (
    <span className="flex items-center gap-1.5">
      {presses.map((sequence, place) => (
        <Fragment key={sequence.join()}>
          {place > 0 && <span className="text-quiet text-xs">{say("keys.or")}</span>}
          {sequence.map((key) => (
            <kbd
              key={key}
              className="border-line bg-sunken min-w-6 rounded-sm border px-1.5 text-center font-sans text-xs leading-5 font-medium"
            >
              {SIGNS[key] ?? key}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

export default function KeySheet({ onClose }: { onClose: () => void }): ReactElement {
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={say("keys.title")}
      description={singleKeys() ? undefined : say("keys.off")}
    >
      <div className="mt-4 grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {KEY_GROUPS.map((group) => (
          <section key={group}>
            <h3 className="label mb-1.5">{word(`key.group.${group}`)}</h3>
            <ul>
              {keysOf(group).map((id) => (
                <li key={id} className="flex h-7 items-center justify-between gap-4">
                  {word(`key.${id}`)}
                  <Presses id={id} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
