import { PROJECT } from "../foundation/names";

/**
 * How a registry scans: the platform's images by Amazon Inspector when they come and again whenever a new vulnerability
 * becomes known, anything else when it comes. Holds for a whole account and region.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-enabling.html
 */
export const SCANNING = {
  scanType: "ENHANCED",
  rule: [
    { scanFrequency: "CONTINUOUS_SCAN", repositoryFilter: [{ filter: `${PROJECT}/*`, filterType: "WILDCARD" }] },
    { scanFrequency: "SCAN_ON_PUSH", repositoryFilter: [{ filter: "*", filterType: "WILDCARD" }] },
  ],
};
