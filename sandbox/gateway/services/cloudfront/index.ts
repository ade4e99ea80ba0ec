import type { Service } from "../../service";
import { distributionRoutes } from "./distributions";
import { functionRoutes } from "./functions";
import { keyRoutes } from "./keys";
import { policyRoutes } from "./policies";

/** CloudFront: moto has distributions, origin access controls and tags; the gateway has and corrects the rest. */
export const cloudfront: Service = {
  name: "cloudfront",
  routes: [...policyRoutes, ...keyRoutes, ...functionRoutes, ...distributionRoutes],
};
