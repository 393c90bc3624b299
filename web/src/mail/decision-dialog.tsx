import { useState, type FormEvent, type ReactElement } from "react";
import type { Act } from "@/mail/decision";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, TextArea } from "@/ui/field";
import { say as word } from "@/ui/words";

interface DecisionDialogProps {
  act: Act;
  count: number;
  onClose: () => void;
  onDecide: (reason: string) => void;
}

const MAX_REASON = 500;

/** Asks for the reason, which the ledger keeps. */
export function DecisionDialog(props: DecisionDialogProps): ReactElement {
  const { act, count, onClose, onDecide } = props;
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    onDecide(reason.trim());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={say.count(`dialog.${act}.title`, count)}
      description={say(`dialog.${act}.text`)}
    >
      <form onSubmit={submit} className="mt-4 space-y-4">
        <Field label={say("dialog.reason")} hint={say("dialog.reason.hint")}>
          {(ids) => (
            <TextArea
              {...ids}
              rows={2}
              required
              maxLength={MAX_REASON}
              value={reason}
              placeholder={say(`dialog.reason.${act}`)}
              onChange={(event) => setReason(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                  event.currentTarget.form?.requestSubmit();
                }
              }}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {word("cancel")}
          </Button>
          <Button
            type="submit"
            kind={act === "delete" ? "danger" : "primary"}
            disabled={!reason.trim()}
          >
            {say(`dialog.${act}.go`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
