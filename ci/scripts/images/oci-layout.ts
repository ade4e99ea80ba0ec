import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { textIn } from "../shared/files";
import { misfits, parsedJson } from "../shared/json";
import { DIGEST } from "./published";

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
  const index = parsedJson<Blob>(textIn(file) ?? "", `${file}: must be the index of an image`, ADVICE);
  const images: string[] = [];
  const problems: string[] = [];
  const visit = async (descriptor: Descriptor): Promise<void> => {
    const problem = await blobProblem(folder, descriptor);
    if (problem !== undefined) {
      problems.push(problem);
      return;
    }
    const blob = readBlob(folder, descriptor);
    for (const inner of listIn(blob.manifests)) await visit(inner);
    if (misfits(blob, { config: { digest: "text" } }).length > 0) return;
    const config = blob.config as Descriptor;
    const wrong = await blobProblem(folder, config);
    if (wrong === undefined) images.push(revisionIn(readBlob(folder, config)));
    else problems.push(wrong);
    for (const layer of listIn(blob.layers)) problems.push(...[(await blobProblem(folder, layer)) ?? []].flat());
  };
  for (const descriptor of listIn(index.manifests)) await visit(descriptor);
  if (images.length === 0 && problems.length === 0) problems.push(`${file}: must name an image, got none; ${ADVICE}`);
  return [
    ...problems,
    ...images
      .filter((revision) => revision !== commit)
      .map((revision) => `${folder}: the label ${REVISION} must be ${commit}, got ${revision}; ${ADVICE}`),
  ];
}

/** A list of parts, where there is one. */
function listIn(value: unknown): readonly Descriptor[] {
  return Array.isArray(value) ? value : [];
}

async function blobProblem(folder: string, descriptor: Descriptor): Promise<string | undefined> {
  const { digest, size } = descriptor ?? {};
  if (typeof digest !== "string" || !DIGEST.test(digest)) {
    return `${folder}: each part must be named by its digest, got ${JSON.stringify(descriptor)}; ${ADVICE}`;
  }
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
  return parsedJson<Blob>(textIn(file) ?? "", `${file}: must be JSON`, ADVICE);
}

function blobFile(folder: string, { digest }: Pick<Descriptor, "digest">): string {
  return join(folder, "blobs", ...digest.split(":").slice(0, 2));
}

function revisionIn(blob: Blob): string {
  if (misfits(blob, { config: { Labels: { [REVISION]: "text" } } }).length > 0) return "none";
  return (blob.config as { readonly Labels: Readonly<Record<string, string>> }).Labels[REVISION] ?? "none";
}
