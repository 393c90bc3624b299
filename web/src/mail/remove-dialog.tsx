import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";
import { answer, client } from "@/api/client";
import type { ListEntry } from "@/api/types";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Hostile } from "@/ui/hostile";
import { ProblemNote } from "@/ui/problem";
import { report } from "@/ui/toast";
import { say as word } from "@/ui/words";

interface RemoveDialogProps {
  entry: ListEntry;
  onClose: () => void;
}

export function RemoveDialog({ entry, onClose }: RemoveDialogProps): ReactElement {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const remove = useMutation({
    mutationFn: () =>
      answer(
        client.DELETE("/api/v1/mail/lists/{identifier}", {
          params: { path: { identifier: entry.id }, query: { reason: reason.trim() } },
        }),
      ),
    onSuccess: () => {
      report(say("lists.removed", { pattern: entry.pattern }));
      void queryClient.invalidateQueries({ queryKey: ["mail", "lists"] });
      void queryClient.invalidateQueries({ queryKey: ["mail", "sender"] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={say("lists.remove.title")}
      description={<Hostile>{entry.pattern}</Hostile>}
    >
      <form onSubmit={submit} className="mt-4 space-y-4">
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
        {remove.isError && <ProblemNote error={remove.error} />}
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {word("cancel")}
          </Button>
          <Button type="submit" kind="danger" disabled={remove.isPending || !reason.trim()}>
            {say(remove.isPending ? "act.pending" : "lists.remove")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
