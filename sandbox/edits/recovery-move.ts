import type { Environment } from "../../environments";
import type { Writable } from "../../environments/edits";
import type { RunningPlatform } from "./running-platform";

/** The parts that have something in the second region, as docs/edits.md names them. */
const PARTS = ["recovery", "storage_replication", "backups_recovery", "database_global"];

/** Moves the second region elsewhere by the steps of docs/edits.md, with a plan after each that must be empty. */
export async function moveRecovery(running: RunningPlatform): Promise<void> {
  await running.release(PARTS);
  running.settle((environment) => {
    environment.recovery = { leaving: "eu-west-1" };
    copyNothing(environment);
  });
  await running.apply({ name: "the second region is left", loses: true });
  await running.expectNothing("the second region is left");
  running.settle((environment) => {
    environment.recovery = "none";
  });
  await running.expectNothing("there is one region");
  await running.bootstrap();
  running.settle(turnOn);
  await running.bootstrap();
  await running.apply({ name: "another second region is turned on" });
  await running.expectNothing("another second region is turned on");
}

/** Without a second region nothing is copied there. */
function copyNothing({ storage, backup }: Writable<Environment>): void {
  storage.learnerDataRegions = [];
  for (const rule of [backup.daily, backup.weekly, backup.monthly]) {
    if (rule !== "none") rule.copyRetentionDays = "none";
  }
}

function turnOn(environment: Writable<Environment>): void {
  environment.recovery = {
    region: "eu-central-1",
    cidr: "10.3.0.0/16",
    zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    database: {
      activeRegion: "home",
      instances: { "eu-central-1a": "standby", "eu-central-1b": "reader" },
      masterPasswordVersion: 1,
    },
  };
  environment.storage.learnerDataRegions = ["eu-central-1"];
  environment.backup.daily.copyRetentionDays = 7;
}
