import type { Environment } from "../../environments";
import { bucketName, recoverySiteOf, replicaName, siteOf } from "../../modules/foundation/names";
import { Failure } from "../../scripts/failure";
import { type Account, blocks, text } from "../at-work/delivery";
import { json, type LocalAws } from "../local-aws";
import { type Item, writerItem } from "./serving";

/** A second region that keeps data alone. */
export interface KeptData {
  readonly endpoint: string;
  readonly environment: Environment;
  /** The second region. */
  readonly region: string;
  /** The resources of home, with those that it has in the second region. */
  readonly account: Account;
}

/** Buckets that the second region has a copy of. */
const COPIED = ["static-assets", "media", "backups"] as const;

/** What the page promises of a second region in which no application stands by, item by item. */
export function dataItemsOf(
  { endpoint, environment, region, account }: KeptData,
  from: "home" | "recovery",
): readonly Item[] {
  const aws = { endpoint, region };
  const home = siteOf(environment);
  const writes = (from === "home" ? home : recoverySiteOf(home, region)).prefix;
  return [
    writerItem({ aws, home, writes }),
    {
      name: "copies of the buckets are read there",
      look: async () => {
        const names = COPIED.map((purpose) => replicaName(bucketName(home, purpose), region));
        for (const name of names) await listBucket(aws, name);
        return names.join(", ");
      },
    },
    {
      name: "master password is read there",
      look: async () => {
        const SecretId = `lms/${environment.name}/database/master`;
        const { Name } = (await json(aws, "secretsmanager", "secretsmanager.DescribeSecret", { SecretId })) as {
          readonly Name?: string;
        };
        if (Name !== SecretId) throw new Failure(`the secret must be ${SecretId}, got ${Name ?? "nothing"}`);
        return SecretId;
      },
    },
    { name: "maintenance page comes from the copy, too", look: async () => copyOfMaintenancePage(account, region) },
  ];
}

/** Reads the first page of a bucket's list. @throws Failure when it cannot be read */
async function listBucket({ endpoint, region }: LocalAws, bucket: string): Promise<void> {
  const scope = `test/20250101/${region}/s3/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=test`;
  const response = await fetch(`${endpoint}/${bucket}?list-type=2`, { headers: { authorization } });
  if (!response.ok) throw new Failure(`${bucket} must be read, got ${response.status} ${await response.text()}`);
}

/** Follows a distribution from its error page to the bucket in the second region. @returns the copy's host @throws Failure when there is none */
export function copyOfMaintenancePage(account: Account, region: string): string {
  for (const distribution of account.all("aws_cloudfront_distribution")) {
    const [page = ""] = blocks(distribution, "custom_error_response")
      .map((error) => text(error, "response_page_path"))
      .filter((path) => path !== "");
    const behavior = blocks(distribution, "ordered_cache_behavior").find(
      (each) => page !== "" && page.startsWith(text(each, "path_pattern").replace(/\*$/, "")),
    );
    const target = text(behavior, "target_origin_id");
    const group = blocks(distribution, "origin_group").find((each) => text(each, "origin_id") === target);
    const members = blocks(group, "member").map((member) => text(member, "origin_id"));
    const hosts = blocks(distribution, "origin")
      .filter((origin) => members.includes(text(origin, "origin_id")))
      .map((origin) => text(origin, "domain_name"));
    const copy = hosts.find((host) => host.includes(region));
    if (copy !== undefined) return copy;
  }
  throw new Failure(`the maintenance page must come from a bucket in ${region}, too, got none`);
}
