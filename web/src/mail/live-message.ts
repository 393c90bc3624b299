import { useQueryClient } from "@tanstack/react-query";
import { useLiveEvents } from "@/api/live-context";

/** Asks for a message again whenever something happens to it. */
export function useLiveMessage(id: string): void {
  const queryClient = useQueryClient();
  useLiveEvents("mail.message.", ({ subject }) => {
    if (subject === id) void queryClient.invalidateQueries({ queryKey: ["mail", "message", id] });
  });
}
