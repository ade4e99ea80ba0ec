import { addedReaders, READER_PREFIX } from "../scripts/added-readers";
import type { RootConfiguration } from "../scripts/terraform-root";
import { elementAt, elementsAt, parseXml, textAt, type XmlElement } from "./gateway/xml";

/** Adds a reader to each cluster whose readers scale, as Application Auto Scaling does. @returns how many */
export async function addReaders(endpoint: string, region: string, configuration: RootConfiguration): Promise<number> {
  const clusters = addedReaders(configuration);
  for (const { cluster, instanceClass } of clusters) {
    await ask(endpoint, region, "CreateDBInstance", {
      DBInstanceIdentifier: `${READER_PREFIX}${cluster}`,
      DBClusterIdentifier: cluster,
      DBInstanceClass: instanceClass,
      Engine: "aurora-postgresql",
      PromotionTier: "15",
    });
  }
  return clusters.length;
}

/** Deletes the readers that were added, as the steps of taking down tell. @returns how many */
export async function deleteAddedReaders(endpoint: string, region: string): Promise<number> {
  const result = await ask(endpoint, region, "DescribeDBInstances", {});
  const names = elementsAt(elementAt(result, "DBInstances"), "DBInstance")
    .map((instance) => textAt(instance, "DBInstanceIdentifier") ?? "")
    .filter((name) => name.startsWith(READER_PREFIX));
  for (const DBInstanceIdentifier of names) await ask(endpoint, region, "DeleteDBInstance", { DBInstanceIdentifier });
  return names.length;
}

/** Asks the local AWS as the account's administrator. */
async function ask(
  endpoint: string,
  region: string,
  Action: string,
  form: Readonly<Record<string, string>>,
): Promise<XmlElement> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 Credential=test/20250101/${region}/rds/aws4_request, SignedHeaders=host, Signature=test`,
    },
    body: new URLSearchParams({ Action, Version: "2014-10-31", ...form }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`rds ${Action}: ${text}`);
  return elementAt(parseXml(text), `${Action}Response`, `${Action}Result`);
}
