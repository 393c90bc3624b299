import { useState, type FormEvent, type ReactElement } from "react";
import {
  EXPIRIES,
  expiresAt,
  patternsOf,
  scopesOf,
  useAddEntry,
  type Expiry,
  type ListKind,
} from "@/mail/listing";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { revealed } from "@/ui/hidden-characters";
import { ProblemNote } from "@/ui/problem";
import { say as word } from "@/ui/words";

interface ListDialogProps {
  kind: ListKind;
  /** The sender it is about; without one it is asked for. */
  address?: string;
  /** Whose mail it is about: what an entry may count for. */
  recipients?: readonly string[];
  onClose: () => void;
}

/** Lets a sender in, or keeps them out; asks for whom, why and for how long. */
export function ListDialog({ kind, address, recipients, onClose }: ListDialogProps): ReactElement {
  const [pattern, setPattern] = useState(address?.toLowerCase() ?? "");
  const [scope, setScope] = useState(recipients ? (scopesOf(recipients)[0] ?? "") : "");
  const [reason, setReason] = useState("");
  const [expiry, setExpiry] = useState<Expiry>(kind === "allow" ? "90" : "never");
  const add = useAddEntry(onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expires_at = expiresAt(expiry, new Date());
    add.mutate({ kind, pattern: pattern.trim(), scope: scope.trim(), reason, expires_at });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={say(`list.${kind}.title`)}
      description={say(`list.${kind}.text`)}
    >
      <form onSubmit={submit} className="mt-4 space-y-4">
        <Field label={say("list.pattern")}>
          {(ids) =>
            address ? (
              <Select
                {...ids}
                className="w-full"
                value={pattern}
                onChange={(event) => setPattern(event.target.value)}
              >
                {patternsOf(address).map((one) => (
                  <option key={one} value={one}>
                    {revealed(one)}
                  </option>
                ))}
              </Select>
            ) : (
              <Input
                {...ids}
                required
                maxLength={320}
                value={pattern}
                placeholder={say("list.pattern.hint")}
                onChange={(event) => setPattern(event.target.value)}
              />
            )
          }
        </Field>
        <Field label={say("list.scope")}>
          {(ids) =>
            recipients ? (
              <Select
                {...ids}
                className="w-full"
                value={scope}
                onChange={(event) => setScope(event.target.value)}
              >
                {scopesOf(recipients).map((one) => (
                  <option key={one} value={one}>
                    {one ? revealed(one) : say("list.scope.everybody")}
                  </option>
                ))}
              </Select>
            ) : (
              <Input
                {...ids}
                maxLength={320}
                value={scope}
                placeholder={say("list.scope.hint")}
                onChange={(event) => setScope(event.target.value)}
              />
            )
          }
        </Field>
        <Field label={say("dialog.reason")} hint={say("dialog.reason.hint")}>
          {(ids) => (
            <Input
              {...ids}
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Field label={say("list.expiry")}>
          {(ids) => (
            <Select
              {...ids}
              value={expiry}
              onChange={(event) => setExpiry(event.target.value as Expiry)}
            >
              {EXPIRIES.map((one) => (
                <option key={one} value={one}>
                  {say(`list.expiry.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {add.isError && <ProblemNote error={add.error} />}
        <div className="flex items-center justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {word("cancel")}
          </Button>
          <Button
            type="submit"
            kind={kind === "block" ? "danger" : "primary"}
            disabled={add.isPending || !reason.trim() || !pattern.trim()}
          >
            {say(add.isPending ? "act.pending" : `list.${kind}.go`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
