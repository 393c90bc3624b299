// Reports in a file: sent as it is, read by the server, kept once.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRef, type ReactElement } from "react";
import { answer, client } from "@/api/client";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";
import { report, reportProblem } from "@/ui/toast";

const TYPE = "application/octet-stream";

function upload(file: File) {
  return answer(
    client.POST("/api/v1/mail/feedback", {
      // The document says "binary string"; what is sent is the file's bytes.
      body: file as unknown as string,
      bodySerializer: (body) => body as unknown as BodyInit,
      headers: { "Content-Type": TYPE },
    }),
  );
}

export function FeedbackUpload(): ReactElement {
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const sending = useMutation({
    mutationFn: upload,
    onError: reportProblem,
    onSuccess: ({ reports }) => {
      const fresh = reports.filter((one) => one.is_new).length;
      const known = reports.length - fresh;
      report(say.count("upload.kept", fresh), known > 0 ? say.count("upload.known", known) : "");
      void queryClient.invalidateQueries({ queryKey: ["mail", "feedback"] });
    },
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        tabIndex={-1}
        aria-label={say("upload.file")}
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) sending.mutate(file);
          event.target.value = "";
        }}
      />
      <Button disabled={sending.isPending} onClick={() => input.current?.click()}>
        <Upload aria-hidden="true" className="size-4" />
        {say(sending.isPending ? "act.pending" : "upload.go")}
      </Button>
    </>
  );
}
