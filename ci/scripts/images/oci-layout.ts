import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parsedJson } from "../shared/json";

/** Part of an image, as an index or a manifest names it. @see https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
interface Descriptor {
  readonly digest: string;
  readonly size: number;
}

/** What a blob of JSON may hold: an index, a manifest, or the configuration of an image. */
interface Blob {
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor | { readonly Labels?: Readonly<Record<string, string>> | null };
  readonly layers?: readonly Descriptor[];
}

/** What an image says of the commit that it was built from. */
const REVISION = "org.opencontainers.image.revision";

const ADVICE = "build the image anew";

/**
 * Checks the image in a folder as the OCI lays it out: that each part is the one that is named, and that every image in it says
 * that it was built from a commit.
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 * @returns one line each, `[]` when it is right
 * @throws Failure for what is no such folder
 */
export async function imageProblems(folder: string, commit: string): Promise<string[]> {
  const file = join(folder, "index.json");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const { manifests = [] } = parsedJson<Blob>(text, `${file}: must be the index of an image`, ADVICE);
  const images: string[] = [];
  const problems: string[] = [];
  const visit = async (descriptor: Descriptor): Promise<void> => {
    const problem = await blobProblem(folder, descriptor);
    if (problem !== undefined) {
      problems.push(problem);
      return;
    }
    const blob = readBlob(folder, descriptor);
    for (const inner of blob.manifests ?? []) await visit(inner);
    if (blob.config === undefined || !("digest" in blob.config)) return;
    const parts = [blob.config, ...(blob.layers ?? [])];
    for (const part of parts) problems.push(...[(await blobProblem(folder, part)) ?? []].flat());
    if (existsSync(blobFile(folder, blob.config))) images.push(revisionIn(readBlob(folder, blob.config)));
  };
  for (const descriptor of manifests) await visit(descriptor);
  if (images.length === 0 && problems.length === 0) problems.push(`${file}: must name an image, got none; ${ADVICE}`);
  return [
    ...problems,
    ...images
      .filter((revision) => revision !== commit)
      .map((revision) => `${folder}: the label ${REVISION} must be ${commit}, got ${revision}; ${ADVICE}`),
  ];
}

async function blobProblem(folder: string, { digest, size }: Descriptor): Promise<string | undefined> {
  const file = blobFile(folder, { digest });
  if (!existsSync(file)) return `${file}: must be a part of the image, got no file; ${ADVICE}`;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const got = `sha256:${hash.digest("hex")}`;
  if (got === digest && statSync(file).size === size) return undefined;
  return `${file}: must be ${digest} of ${size} bytes, got ${got} of ${statSync(file).size}; ${ADVICE}`;
}

function readBlob(folder: string, descriptor: Pick<Descriptor, "digest">): Blob {
  const file = blobFile(folder, descriptor);
  return parsedJson<Blob>(readFileSync(file, "utf8"), `${file}: must be JSON`, ADVICE);
}

function blobFile(folder: string, { digest }: Pick<Descriptor, "digest">): string {
  return join(folder, "blobs", ...digest.split(":").slice(0, 2));
}

function revisionIn({ config }: Blob): string {
  const labels = config !== undefined && "Labels" in config ? config.Labels : undefined;
  return labels?.[REVISION] ?? "none";
}
