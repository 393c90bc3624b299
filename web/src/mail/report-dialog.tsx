import { useState, type FormEvent, type ReactElement } from "react";
import type { Reported } from "@/api/types";
import { REPORTED } from "@/mail/reporting";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";
import { Choices } from "@/ui/choices";
import { Dialog } from "@/ui/dialog";
import { Field, TextArea } from "@/ui/field";
import { say as word } from "@/ui/words";

interface ReportDialogProps {
  count: number;
  onClose: () => void;
  onReport: (verdict: Reported, note: string) => void;
}

const MAX_NOTE = 500;

/** Asks what a message is. It teaches the next judgement; it moves no message. */
export function ReportDialog({ count, onClose, onReport }: ReportDialogProps): ReactElement {
  const [verdict, setVerdict] = useState<Reported>("phish");
  const [note, setNote] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    onReport(verdict, note.trim());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={say.count("report.title", count)}
      description={say("report.text")}
    >
      <form onSubmit={submit} className="mt-4 space-y-4">
        <Choices
          label={say("report.what")}
          name="verdict"
          value={verdict}
          onChoose={setVerdict}
          choices={REPORTED.map((value) => ({
            value,
            name: say(`label.${value}`),
            detail: say(`report.${value}`),
          }))}
        />
        <Field label={say("report.note")} hint={say("dialog.reason.hint")}>
          {(ids) => (
            <TextArea
              {...ids}
              rows={2}
              maxLength={MAX_NOTE}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {word("cancel")}
          </Button>
          <Button type="submit" kind="primary">
            {say("report.go")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
