// Ctrl K: every page, and whatever was typed or pasted as a search of each part.
import { Command } from "cmdk";
import { useNavigate } from "@tanstack/react-router";
import { Archive, Keyboard, Mails, ScrollText, type LucideIcon } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useMay } from "@/api/use-session";
import { PAGES } from "@/app/pages";
import { say } from "@/app/words";
import { Dialog } from "@/ui/dialog";

const ITEM =
  "flex h-9 items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-accent-soft cursor-pointer";
const GROUP =
  "[&_[cmdk-group-heading]]:label px-2 pb-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5";

interface RowProps {
  icon: LucideIcon;
  name: string;
  onSelect: () => void;
  always?: boolean;
}

function Row({ icon: Icon, name, onSelect, always }: RowProps): ReactElement {
  return (
    <Command.Item value={name} onSelect={onSelect} forceMount={always ?? false} className={ITEM}>
      <Icon aria-hidden="true" className="text-quiet size-4" />
      <span className="truncate">{name}</span>
    </Command.Item>
  );
}

interface PaletteProps {
  onClose: () => void;
  onKeys: () => void;
}

export default function Palette({ onClose, onKeys }: PaletteProps): ReactElement {
  const [typed, setTyped] = useState("");
  const navigate = useNavigate();
  const may = useMay();
  const words = typed.trim();
  const leave = (go: () => unknown) => () => {
    onClose();
    go();
  };
  return (
    <Dialog open bare wide onClose={onClose} title={say("palette.title")}>
      <Command label={say("palette.title")} loop>
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder={say("palette.placeholder")}
          className="border-line placeholder:text-quiet h-12 w-full border-b bg-transparent px-4 text-lg outline-none"
        />
        <Command.List className="max-h-96 overflow-y-auto py-2">
          <Command.Group heading={say("palette.pages")} className={GROUP}>
            {PAGES.filter((page) => may(page.permission)).map((page) => (
              <Row
                key={page.to}
                icon={page.icon}
                name={say(page.name)}
                onSelect={leave(() => navigate({ to: page.to }))}
              />
            ))}
            <Row icon={Keyboard} name={say("palette.keys")} onSelect={leave(onKeys)} />
          </Command.Group>
          {words && (
            <Command.Group heading={say("palette.search")} className={GROUP} forceMount>
              {may("mail:message:read") && (
                <Row
                  always
                  icon={Mails}
                  name={say("palette.searchMail", { words })}
                  onSelect={leave(() =>
                    navigate({ to: "/mail/messages", search: { query: words } }),
                  )}
                />
              )}
              {may("archive:message:read") && (
                <Row
                  always
                  icon={Archive}
                  name={say("palette.searchArchive", { words })}
                  onSelect={leave(() => navigate({ to: "/archive", search: { query: words } }))}
                />
              )}
              {may("audit:entry:read") && (
                <Row
                  always
                  icon={ScrollText}
                  name={say("palette.searchAudit", { words })}
                  onSelect={leave(() => navigate({ to: "/audit", search: { object: words } }))}
                />
              )}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}
