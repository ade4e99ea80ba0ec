import { arnIn, on, serviceTable } from "../table";

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapplicationrecoverycontroller-zonalshift.html */
export const zonalShift = serviceTable(
  { name: "arc-zonal-shift" },
  { StartZonalShift: on(arnIn("resourceIdentifier")) },
  { "POST /zonalshifts": "StartZonalShift" },
);
