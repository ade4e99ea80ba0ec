import type { Environment } from "../../../environments";
import { ACCESS_EDITS } from "./access";
import { at, type Configuration, type Edit, nodeGroup, type Writable } from "./edit";
import { LOSS_EDITS } from "./loss";
import { UNSEEN_EDITS } from "./unseen";

const PLANTED: readonly (Edit | undefined)[] = [
  LOSS_EDITS["aurora-other-key"],
  LOSS_EDITS["bucket-renamed"],
  ACCESS_EDITS["database-open"],
  ACCESS_EDITS["admin-attached"],
  ACCESS_EDITS["policy-star"],
  ACCESS_EDITS["trust-anyone"],
  ACCESS_EDITS["cluster-endpoint-open"],
  ACCESS_EDITS["key-not-rotated"],
  UNSEEN_EDITS["forgotten-only"],
  UNSEEN_EDITS["check-fails"],
];

/** Plans with much in them at once. */
export const COMBINED_EDITS: Readonly<Record<string, Edit>> = {
  "ten-dangers": {
    about: "everything that must not pass, in one plan",
    settings: (environment: Writable<Environment>) => {
      for (const edit of PLANTED) edit?.settings?.(environment);
      nodeGroup(environment, "general").diskGib = 100;
      nodeGroup(environment, "compute").capacity = "on-demand";
    },
    configuration: (root: Configuration) => {
      for (const edit of PLANTED) edit?.configuration?.(root);
      LOSS_EDITS["aurora-renamed-instance"]?.configuration?.(root);
      at(root, "aws_rds_cluster_instance.database_primary_us_east_1a").instance_class = "db.r7g.4xlarge";
      UNSEEN_EDITS["moved-only"]?.configuration?.(root);
    },
    says: [],
  },
  "many-settings": {
    about: "five settings at once, the VPC's addresses among them",
    settings: (environment: Writable<Environment>) => {
      environment.network.cidr = "10.9.0.0/16";
      environment.network.natGateways = "one-per-zone";
      nodeGroup(environment, "general").instanceTypes = ["m6i.large"];
      if (environment.database.capacity.kind === "serverless") environment.database.capacity.maxCapacityAcu = 64;
      environment.logRetentionDays = 1;
    },
    says: [],
  },
};
