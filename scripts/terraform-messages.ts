/** A warning or an error that Terraform reports. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

/** Numbers of resources that a plan or an apply adds, changes and removes. */
export interface ResourceCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

/** Progress of a running command, from Terraform's JSON messages. */
export interface Progress {
  /** Resources that are done. */
  readonly done: number;
  /** Resources that the command will touch in all. */
  readonly total: number;
  /** The addresses in work and for how many seconds, the longest first. */
  readonly running: readonly { readonly address: string; readonly seconds: number }[];
}

interface Message {
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
  readonly changes?: ResourceCounts;
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly elapsed_seconds?: number };
}

/** Reads Terraform's JSON messages (`-json`), line by line. @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
export class MessageReader {
  readonly diagnostics: Diagnostic[] = [];
  counts: ResourceCounts = { add: 0, change: 0, remove: 0 };
  private planned = 0;
  private done = 0;
  private readonly running = new Map<string, number>();

  constructor(private readonly onProgress: (progress: Progress) => void = () => {}) {}

  /** Takes one line of output; a line that is no message is ignored, Terraform prints some also with `-json`. */
  read(line: string): void {
    const message = parse(line);
    if (message === undefined) return;
    if (message.diagnostic !== undefined) this.diagnostics.push(message.diagnostic);
    const address = message.hook?.resource?.addr ?? "";
    switch (message.type) {
      case "planned_change":
        this.planned += 1;
        return;
      case "change_summary":
        this.counts = message.changes ?? this.counts;
        return;
      case "apply_start":
        this.running.set(address, 0);
        break;
      case "apply_progress":
        this.running.set(address, message.hook?.elapsed_seconds ?? 0);
        break;
      case "apply_complete":
      case "apply_errored":
        this.running.delete(address);
        this.done += 1;
        break;
      default:
        return;
    }
    this.onProgress(this.progress());
  }

  private progress(): Progress {
    const running = [...this.running].map(([address, seconds]) => ({ address, seconds }));
    running.sort((a, b) => b.seconds - a.seconds);
    return { done: this.done, total: Math.max(this.planned, this.done + running.length), running };
  }
}

/** Progress of a command in a few words. */
export function progressText({ done, total, running: [slowest] }: Progress): string {
  return `${done}/${total}${slowest === undefined ? "" : `, ${slowest.address} since ${slowest.seconds} s`}`;
}

/** Diagnostics as text: what is wrong, of which resource, where, and Terraform's advice, indented. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(formatDiagnostic).join("\n");
}

function formatDiagnostic({ severity, summary, detail, address, range }: Diagnostic): string {
  const place = [
    ...(address === undefined ? [] : [`with ${address}`]),
    ...(range === undefined ? [] : [`${range.filename} line ${range.start.line}`]),
  ];
  const lines = [
    `${severity === "error" ? "Error" : "Warning"}: ${summary.trim()}`,
    ...(place.length === 0 ? [] : [`  ${place.join(", ")}`]),
    ...(detail ?? "")
      .trim()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => `  ${line}`),
  ];
  return lines.join("\n").replace(/^/gm, "  ");
}

function parse(line: string): Message | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
}
