import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import type { Account } from "@/api/types";
import { useMay } from "@/api/use-session";
import { EditUserDialog, NewUserDialog } from "@/settings/user-dialogs";
import { usersQuery } from "@/settings/queries";
import { say } from "@/settings/words";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Table } from "@/ui/table";

export function UsersPage(): ReactElement {
  const users = useQuery(usersQuery);
  const mayWrite = useMay()("identity:user:write");
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Account | null>(null);
  const edit = (user: Account) => (
    <Button size="sm" onClick={() => setEditing(user)}>
      {say("users.edit")}
    </Button>
  );
  return (
    <Page
      title={say("users.title")}
      beside={users.data && say.count("users.count", users.data.total)}
      actions={
        mayWrite && (
          <Button kind="primary" onClick={() => setCreating(true)}>
            {say("users.new")}
          </Button>
        )
      }
    >
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        {users.isPending && <Skeleton />}
        {users.isError && <ProblemNote error={users.error} onRetry={() => void users.refetch()} />}
        {users.data && (
          <Table
            label={say("users.title")}
            rows={users.data.items}
            idOf={(user) => user.id}
            columns={[
              {
                head: say("users.username"),
                cell: (user) => <span className="font-medium">{user.username}</span>,
              },
              { head: say("users.name"), cell: (user) => user.display_name },
              { head: say("users.roles"), cell: (user) => user.roles.join(", ") || "–" },
              {
                head: say("users.state"),
                cell: (user) =>
                  user.disabled ? (
                    <span className="text-medium font-medium">{say("users.off")}</span>
                  ) : (
                    <span className="text-quiet">{say("users.active")}</span>
                  ),
              },
              ...(mayWrite ? [{ head: "", end: true, cell: edit }] : []),
            ]}
          />
        )}
      </div>
      {creating && <NewUserDialog onClose={() => setCreating(false)} />}
      {editing && <EditUserDialog user={editing} onClose={() => setEditing(null)} />}
    </Page>
  );
}
