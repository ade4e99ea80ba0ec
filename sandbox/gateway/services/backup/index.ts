import type { Service } from "../../service";
import { jobRoutes } from "./jobs";
import { planRoutes } from "./plans";
import { regionSettingsRoutes } from "./region-settings";
import { restoreTestRoutes } from "./restore-tests";
import { selectionRoutes } from "./selections";
import { tagRoutes } from "./tags";
import { vaultRoutes } from "./vaults";

/** AWS Backup: moto has vaults and their locks; plans, selections, restore tests, jobs, the parts of vaults and what is opted into are here. */
export const backup: Service = {
  name: "backup",
  routes: [
    ...selectionRoutes,
    ...planRoutes,
    ...vaultRoutes,
    ...jobRoutes,
    ...regionSettingsRoutes,
    ...restoreTestRoutes,
    ...tagRoutes,
  ],
};
