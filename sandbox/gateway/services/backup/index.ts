import type { Service } from "../../service";
import { jobRoutes } from "./jobs";
import { planRoutes } from "./plans";
import { restoreTestRoutes } from "./restore-tests";
import { selectionRoutes } from "./selections";
import { tagRoutes } from "./tags";
import { vaultRoutes } from "./vaults";

/** AWS Backup: moto has vaults and their locks; plans, selections, restore tests, jobs and the parts of vaults are here. */
export const backup: Service = {
  name: "backup",
  routes: [...selectionRoutes, ...planRoutes, ...vaultRoutes, ...jobRoutes, ...restoreTestRoutes, ...tagRoutes],
};
