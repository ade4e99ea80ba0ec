import { leaveRecovery, turnRecoveryOn } from "../../environments/edits";
import { json } from "../local-aws";
import type { ClusterPlace } from "./running-nodes";
import type { RunningPlatform } from "./running-platform";

/** The parts that have something in the second region, as docs/edits.md names them. */
const PARTS = ["recovery", "storage_replication", "backups_recovery", "database_global"];

/** Moves the second region elsewhere by the steps of docs/edits.md, with a plan after each that must be empty. */
export async function moveRecovery(running: RunningPlatform, place: ClusterPlace): Promise<void> {
  await running.release(PARTS);
  running.settle(leaveRecovery);
  await running.apply({ name: "the second region is left", loses: true, by: "administrator" });
  await running.apply({ name: "outputs learn of the secret that RDS has made", by: "administrator" });
  await running.expectNothing("the second region is left");
  running.settle((environment) => {
    environment.recovery = "none";
  });
  await running.expectNothing("there is one region");
  await deleteMasterSecret(place);
  await running.bootstrap();
  running.settle((environment) => turnRecoveryOn(environment, "eu-central-1"));
  await running.bootstrap();
  await running.apply({ name: "another second region is turned on" });
  await running.expectNothing("another second region is turned on");
}

/** Deletes for good the secret of the password that RDS replaced by its own: its name would be taken for 30 days. */
async function deleteMasterSecret({ environment, endpoint }: ClusterPlace): Promise<void> {
  const { name, region } = environment;
  const parameters = { SecretId: `lms/${name}/database/master`, ForceDeleteWithoutRecovery: true };
  await json({ endpoint, region }, "secretsmanager", "secretsmanager.DeleteSecret", parameters);
}
