import { shared } from "../../../environments/shared";
import { repositoryName } from "../../../modules/ecr";
import { Failure } from "../../../scripts/failure";
import { parsedJson } from "../shared/json";
import { runToEnd } from "../shared/programs";

interface Described {
  readonly imageDetails?: readonly ({ readonly imageDigest?: unknown } | null)[] | null;
}

/**
 * Digest of the image that a tag names in the registry, which never moves it.
 * @param where the script that asks
 * @param role the role that it must have assumed
 * @returns undefined when there is none
 * @throws Failure when the registry does not tell
 */
export async function publishedDigest(
  where: string,
  { service, tag, role }: { readonly service: string; readonly tag: string; readonly role: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const repository = ["--region", shared.region, "--repository-name", repositoryName(service)];
  const asked = ["ecr", "describe-images", ...repository, "--image-ids", `imageTag=${tag}`, "--output", "json"];
  const options = { env: process.env, signal, advice: "see whether agents may reach the registry" };
  const { exitCode, stdout, stderr } = await runToEnd("aws", asked, options);
  const assume = `assume ${role} first`;
  if (exitCode === 0) {
    const rule = "aws ecr describe-images: must tell the image's digest";
    const digest = parsedJson<Described>(stdout, rule, assume).imageDetails?.[0]?.imageDigest;
    if (typeof digest === "string" && DIGEST.test(digest)) return digest;
    throw new Failure(`${rule}, got ${JSON.stringify(digest) ?? "none"}; ${assume}`);
  }
  if (stderr.includes("ImageNotFoundException")) return undefined;
  const advice = ADVICE.find(([words]) => words.test(stderr))?.[1] ?? assume;
  throw new Failure(`${where}: the registry must answer, got exit code ${exitCode}; ${advice}:\n${stderr.trim()}`);
}

/** A digest as the registry gives it. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Remedies for what the registry may say. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/RepositoryNotFoundException/, "apply shared-registry, which makes the repository"],
  [/Throttling|TooManyRequests|ServiceUnavailable|RequestTimeout/, "the registry is busy, run the stage again"],
];
