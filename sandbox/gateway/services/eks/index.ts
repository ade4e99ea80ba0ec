import type { Service } from "../../service";
import { accessEntryRoutes } from "./access-entries";
import { addonRoutes } from "./addons";
import { clusterRoutes } from "./clusters";
import { identityProviderRoutes } from "./identity-providers";
import { nodeGroupRoutes } from "./node-groups";
import { podIdentityRoutes } from "./pod-identity";
import { tagRoutes } from "./tags";
import { versionRoutes } from "./versions";

/**
 * EKS, all of it but Fargate profiles: moto has clusters and node groups alone, without most of their settings, their
 * updates or their tags, and what the gateway adds must go when they go.
 */
export const eks: Service = {
  name: "eks",
  routes: [
    ...clusterRoutes,
    ...nodeGroupRoutes,
    ...addonRoutes,
    ...accessEntryRoutes,
    ...podIdentityRoutes,
    ...identityProviderRoutes,
    ...tagRoutes,
    ...versionRoutes,
  ],
};
