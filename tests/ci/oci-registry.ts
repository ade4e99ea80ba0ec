import { createHash, randomUUID } from "node:crypto";

/** An answer of a registry. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** What is asked of it. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly type?: string | undefined;
  readonly body?: Buffer;
}

interface Manifest {
  readonly type: string;
  readonly content: Buffer;
}

const NONE: Answer = { status: 404, body: JSON.stringify({ errors: [{ code: "NOT_FOUND", message: "not found" }] }) };

/**
 * A registry as ECR is one: it holds what is pushed by its digest, lists what refers to an image, and moves no tag.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export class OciRegistry {
  private readonly blobs = new Map<string, Buffer>();
  private readonly uploads = new Map<string, Buffer>();
  private readonly manifests = new Map<string, Manifest>();

  /** Digest of what a tag names; undefined when it names nothing. */
  digestOf(repository: string, tag: string): string | undefined {
    const manifest = this.manifests.get(`${repository}:${tag}`);
    return manifest === undefined ? undefined : digestOf(manifest.content);
  }

  handle({ method, url, type = "", body = Buffer.alloc(0) }: Asked): Answer {
    const { pathname, searchParams } = new URL(url, "https://registry");
    const [, repository = "", kind, name = ""] =
      /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|referrers)\/(.*)$/.exec(pathname) ?? [];
    const isRead = method === "GET" || method === "HEAD";
    if (kind === undefined) return { status: 200 };
    if (kind === "blobs/uploads") return this.upload(pathname, method, searchParams.get("digest"), body);
    if (kind === "referrers") return this.referrers(repository, name);
    if (kind === "blobs") return found(this.blobs.get(name), name, "application/octet-stream", method);
    if (!isRead) return this.putManifest(repository, name, { type, content: body });
    const manifest = this.manifests.get(`${repository}:${name}`);
    return found(manifest?.content, name, manifest?.type ?? "", method);
  }

  private upload(path: string, method: string, digest: string | null, body: Buffer): Answer {
    const location = method === "POST" ? `${path}${randomUUID()}` : path;
    const content = Buffer.concat([this.uploads.get(location) ?? Buffer.alloc(0), body]);
    if (digest === null) {
      this.uploads.set(location, content);
      return { status: 202, headers: { location, range: `0-${Math.max(content.length - 1, 0)}` } };
    }
    if (digestOf(content) !== digest) return { status: 400, body: problem("DIGEST_INVALID", "another digest") };
    this.blobs.set(digest, content);
    return { status: 201, headers: { "docker-content-digest": digest } };
  }

  private putManifest(repository: string, name: string, manifest: Manifest): Answer {
    const digest = digestOf(manifest.content);
    if (name !== digest && this.manifests.has(`${repository}:${name}`)) {
      return { status: 400, body: problem("TAG_INVALID", `tag ${name} exists, and tags are immutable`) };
    }
    for (const key of [name, digest]) this.manifests.set(`${repository}:${key}`, manifest);
    return { status: 201, headers: { "docker-content-digest": digest } };
  }

  private referrers(repository: string, digest: string): Answer {
    const referring = [...this.manifests].flatMap(([key, { type, content }]) => {
      const manifest = JSON.parse(content.toString()) as Referring;
      if (!key.startsWith(`${repository}:sha256:`) || manifest.subject?.digest !== digest) return [];
      const { artifactType = manifest.config?.mediaType, annotations } = manifest;
      return [{ mediaType: type, digest: digestOf(content), size: content.length, artifactType, annotations }];
    });
    const mediaType = "application/vnd.oci.image.index.v1+json";
    const index = JSON.stringify({ schemaVersion: 2, mediaType, manifests: referring });
    return { status: 200, headers: { "content-type": mediaType }, body: index };
  }
}

interface Referring {
  readonly artifactType?: string;
  readonly config?: { readonly mediaType: string };
  readonly subject?: { readonly digest: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Digest of a part of an image. */
export function digestOf(content: Buffer | string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

function found(content: Buffer | undefined, name: string, type: string, method: string): Answer {
  if (content === undefined) return NONE;
  const digest = name.startsWith("sha256:") ? name : digestOf(content);
  const headers = { "content-type": type, "content-length": `${content.length}`, "docker-content-digest": digest };
  return { status: 200, headers, ...(method === "HEAD" ? {} : { body: content }) };
}

function problem(code: string, message: string): string {
  return JSON.stringify({ errors: [{ code, message }] });
}
