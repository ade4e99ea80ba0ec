import type { Service } from "../../service";
import { jobRoutes } from "./jobs";
import { planRoutes } from "./plans";
import { selectionRoutes } from "./selections";
import { tagRoutes } from "./tags";
import { vaultRoutes } from "./vaults";

/** AWS Backup: moto has vaults and their locks; plans, selections, jobs and the parts of vaults are here. */
export const backup: Service = {
  name: "backup",
  routes: [...selectionRoutes, ...planRoutes, ...vaultRoutes, ...jobRoutes, ...tagRoutes],
};
