import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import type { ApiKey } from "@/api/types";
import { NewKeyDialog } from "@/settings/new-key";
import { keysQuery, revokeKey } from "@/settings/queries";
import { say } from "@/settings/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Page } from "@/ui/page";
import { Empty, Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Table } from "@/ui/table";
import { Time } from "@/ui/time";
import { report, reportProblem } from "@/ui/toast";
import { say as word } from "@/ui/words";

export function KeysPage(): ReactElement {
  const keys = useQuery(keysQuery);
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const items = keys.data?.items ?? [];
  return (
    <Page
      title={say("keys.title")}
      actions={
        <Button kind="primary" onClick={() => setCreating(true)}>
          {say("keys.new")}
        </Button>
      }
    >
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        <p className="text-quiet mb-4 max-w-prose">
          {say("keys.intro", { header: "Authorization: Bearer bz_…" })}
        </p>
        {keys.isPending && <Skeleton />}
        {keys.isError && <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />}
        {keys.isSuccess && items.length === 0 && (
          <Empty title={say("keys.none.title")}>{say("keys.none")}</Empty>
        )}
        {items.length > 0 && <KeyTable keys={items} onRevoke={setRevoking} />}
      </div>
      {creating && <NewKeyDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  );
}

interface KeyTableProps {
  keys: readonly ApiKey[];
  onRevoke: (key: ApiKey) => void;
}

function KeyTable({ keys, onRevoke }: KeyTableProps): ReactElement {
  return (
    <Table
      label={say("keys.title")}
      rows={keys}
      idOf={(key) => key.id}
      columns={[
        { head: say("keys.name"), cell: (key) => <span className="font-medium">{key.name}</span> },
        {
          head: say("keys.prefix"),
          cell: (key) => <code className="font-mono text-xs">{key.prefix}</code>,
        },
        { head: say("keys.roles"), cell: (key) => key.roles.join(", ") },
        { head: say("keys.made"), cell: (key) => <Time at={key.created_at} /> },
        {
          head: say("keys.used"),
          cell: (key) =>
            key.last_used_at ? (
              <Time at={key.last_used_at} form="relative" />
            ) : (
              <span className="text-quiet">{say("keys.used.never")}</span>
            ),
        },
        {
          head: say("keys.expires"),
          cell: (key) => <Time at={key.expires_at} form="relative" />,
        },
        {
          head: "",
          end: true,
          cell: (key) => (
            <Button kind="danger" size="sm" onClick={() => onRevoke(key)}>
              {say("keys.revoke")}
            </Button>
          ),
        },
      ]}
    />
  );
}

interface RevokeDialogProps {
  apiKey: ApiKey;
  onClose: () => void;
}

function RevokeDialog({ apiKey, onClose }: RevokeDialogProps): ReactElement {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeKey(apiKey.id),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keysQuery.queryKey });
      report(say("keys.revoked"));
    },
    onError: reportProblem,
    onSettled: onClose,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={say("keys.revoke.title", { name: apiKey.name })}
      description={say("keys.revoke.text")}
    >
      <div className="mt-5 flex justify-end gap-2">
        <Button kind="quiet" onClick={onClose}>
          {word("cancel")}
        </Button>
        <Button kind="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
          {say("keys.revoke")}
        </Button>
      </div>
    </Dialog>
  );
}
