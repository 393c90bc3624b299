// What the server answers when it refuses (RFC 9457), as the one error the console throws.

export interface ProblemDocument {
  title: string;
  detail: string;
  status: number;
  code: string;
  request_id?: string | null;
  retry_after?: number;
}

export class Problem extends Error {
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;

  constructor(document: ProblemDocument) {
    super(document.detail);
    this.name = "Problem";
    this.title = document.title;
    this.detail = document.detail;
    this.status = document.status;
    this.code = document.code;
    this.requestId = document.request_id ?? null;
  }

  /** Whether trying the same thing again may work. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function isDocument(body: unknown): body is ProblemDocument {
  return typeof body === "object" && body !== null && "detail" in body && "title" in body;
}

/** The problem an answer carries; an answer from something that is not our server has none. */
export function problemOf(body: unknown, status: number): Problem {
  if (isDocument(body)) return new Problem({ ...body, status });
  return new Problem({ title: `HTTP ${status}`, detail: "", status, code: "unexplained" });
}

export function unreachable(): Problem {
  return new Problem({ title: "", detail: "", status: 0, code: "unreachable" });
}
