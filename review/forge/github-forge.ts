import { Failure } from "../../scripts/failure";
import { type Forge, MARKER } from "./forge";

/** The pull request that a review is of, and how GitHub is asked. */
export interface GitHubSettings {
  /** Address of its API, such as `https://api.github.com`. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly pullRequest: number;
  readonly commit: string;
  /** May write comments and commit statuses. */
  readonly token: string;
  /** The build, which the status links. */
  readonly buildUrl?: string;
  readonly signal?: AbortSignal;
}

interface Comment {
  readonly id: number;
  readonly body?: string;
  readonly html_url: string;
}

const ANSWER_MS = 20_000;
const PAGE = 100;

/** GitHub takes no longer description. @see https://docs.github.com/en/rest/commits/statuses */
const DESCRIPTION = 140;

/** A pull request on GitHub. */
export class GitHubForge implements Forge {
  constructor(private readonly settings: GitHubSettings) {}

  /** @see https://docs.github.com/en/rest/issues/comments */
  async comment(markdown: string): Promise<string> {
    const body = { body: `${MARKER}\n${markdown}` };
    const own = await this.ownComment();
    const { html_url } =
      own === undefined
        ? await this.ask<Comment>("POST", `/issues/${this.settings.pullRequest}/comments`, body, isComment)
        : await this.ask<Comment>("PATCH", `/issues/comments/${own.id}`, body, isComment);
    return html_url;
  }

  async status({ passes, line }: { readonly passes: boolean; readonly line: string }): Promise<void> {
    const { commit, buildUrl } = this.settings;
    await this.ask(
      "POST",
      `/statuses/${commit}`,
      {
        state: passes ? "success" : "failure",
        context: "plan review",
        description: line.length > DESCRIPTION ? `${line.slice(0, DESCRIPTION - 1)}…` : line,
        ...(buildUrl === undefined ? {} : { target_url: buildUrl }),
      },
      isAny,
    );
  }

  private async ownComment(): Promise<Comment | undefined> {
    for (let page = 1; ; page++) {
      const path = `/issues/${this.settings.pullRequest}/comments?per_page=${PAGE}&page=${page}`;
      const comments = await this.ask<readonly Comment[]>("GET", path, undefined, Array.isArray);
      const own = comments.find((comment) => comment?.body?.startsWith(MARKER));
      if (own !== undefined || comments.length < PAGE) return own;
    }
  }

  private async ask<T>(
    method: string,
    path: string,
    body: object | undefined,
    isRight: (answer: unknown) => boolean,
  ): Promise<T> {
    const { api, repository, token, signal } = this.settings;
    const what = `GitHub: ${method} ${path.replace(/\?.*/, "")} of ${repository}`;
    // A timer of its own: the signal of AbortSignal.timeout may be collected before it fires.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), ANSWER_MS);
    try {
      const response = await fetch(`${api}/repos/${repository}${path}`, {
        method,
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${token}`,
          "x-github-api-version": "2022-11-28",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]),
      });
      if (!response.ok) {
        throw new Failure(`${what} must succeed, got status ${response.status}; ${advice(response.status)}`);
      }
      const answer: unknown = await response.json().catch(() => undefined);
      if (isRight(answer)) return answer as T;
      throw new Failure(`${what} must answer as GitHub does, got something else; see who answers at ${api}`);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(`${what} must succeed, got ${(error as Error).name}; see whether agents may reach ${api}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

function isComment(answer: unknown): boolean {
  return typeof (answer as Partial<Comment> | null | undefined)?.html_url === "string";
}

function isAny(): boolean {
  return true;
}

function advice(status: number): string {
  if (status === 401 || status === 403) return "give the token the rights to write pull requests and commit statuses";
  return status === 404 ? "see whether the token may read the repository" : "try again later";
}
