import { addedReaders, READER_PREFIX } from "../scripts/added-readers";
import type { RootConfiguration } from "../scripts/terraform-root";
import { elementAt, elementsAt, textAt, type XmlElement } from "./gateway/xml";
import { type LocalAws, query } from "./local-aws";

/** Adds a reader to each cluster whose readers scale, as Application Auto Scaling does. @returns how many */
export async function addReaders(aws: LocalAws, configuration: RootConfiguration): Promise<number> {
  const clusters = addedReaders(configuration);
  for (const { cluster, instanceClass } of clusters) {
    await rds(aws, "CreateDBInstance", {
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
export async function deleteAddedReaders(aws: LocalAws): Promise<number> {
  const result = await rds(aws, "DescribeDBInstances", {});
  const names = elementsAt(elementAt(result, "DBInstances"), "DBInstance")
    .map((instance) => textAt(instance, "DBInstanceIdentifier") ?? "")
    .filter((name) => name.startsWith(READER_PREFIX));
  for (const DBInstanceIdentifier of names) await rds(aws, "DeleteDBInstance", { DBInstanceIdentifier });
  return names.length;
}

function rds(aws: LocalAws, Action: string, form: Readonly<Record<string, string>>): Promise<XmlElement> {
  return query(aws, "rds", { Action, Version: "2014-10-31", ...form });
}
