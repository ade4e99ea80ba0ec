import { addedReaders, READER_PREFIX } from "./added-readers";
import { resourcesOf } from "./protection";
import type { RootConfiguration } from "./terraform-root";

/** The file that gives a root free, which Terraform merges with the root as long as it lies beside it. */
export const RELEASE_FILE = "release_override.tf.json";

/**
 * The steps that take a root down for good, with the names of what it has.
 * @param folder of the root, in which `RELEASE_FILE` lies
 */
export function takeDownSteps(root: string, folder: string, configuration: RootConfiguration): readonly string[] {
  const terraform = `terraform -chdir=${folder}`;
  return [
    ...beforehand(root),
    ...snapshotSteps(configuration),
    `Lift the protection, and look that nothing else changes: ${terraform} plan -out=plan, then ${terraform} apply plan`,
    ...readerSteps(configuration),
    `Destroy: ${terraform} plan -destroy -out=plan, read it, then ${terraform} apply plan`,
    `Delete ${RELEASE_FILE}. Keys and secrets can be taken back for 30 days, and their names are free only then; final snapshots stay.`,
  ];
}

function beforehand(root: string): string[] {
  if (!root.endsWith("-platform")) return [];
  const addons = root.replace(/-platform$/, "-addons");
  return [
    `Work as an administrator. Take the services down (gitops/README.md), then destroy ${addons}.`,
    "Write down which recovery points and buckets are still needed, and copy them to another account: the next steps delete them.",
  ];
}

/** A final snapshot takes a name that no older one may have. */
function snapshotSteps(configuration: RootConfiguration): string[] {
  const names = resourcesOf(configuration).flatMap(({ body }) =>
    typeof body.final_snapshot_identifier === "string" ? [body.final_snapshot_identifier] : [],
  );
  return names.length === 0 ? [] : [`Delete or rename older final snapshots of these names: ${names.join(", ")}`];
}

/** Readers that autoscaling added are in no state, and a cluster with an instance cannot be deleted. */
function readerSteps(configuration: RootConfiguration): string[] {
  return addedReaders(configuration).map(({ cluster }) => {
    const scaling = `--service-namespace rds --scalable-dimension rds:cluster:ReadReplicaCount --resource-id cluster:${cluster}`;
    const added = `DBInstances[?DBClusterIdentifier=='${cluster}' && starts_with(DBInstanceIdentifier, '${READER_PREFIX}')]`;
    const list = `aws rds describe-db-instances --output text --query "${added}.DBInstanceIdentifier"`;
    return (
      `End the scaling of readers: aws application-autoscaling deregister-scalable-target ${scaling}; then delete those that ` +
      `it added: for reader in $(${list}); do aws rds delete-db-instance --db-instance-identifier "$reader"; done`
    );
  });
}
