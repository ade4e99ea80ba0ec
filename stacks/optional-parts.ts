import type { Construct } from "constructs";
import type { Environment } from "../environments/environment";
import { Firewall, type FirewallProps } from "../modules/edge";
import { siteOf } from "../modules/foundation/names";
import { VideoProcessing, type VideoProcessingProps } from "../modules/video-processing";

// Parts that an environment may lack: its settings say `none`, and so does what is made of them.

/** Creates the web ACLs of an environment. */
export function createFirewall(
  scope: Construct,
  environment: Environment,
  props: Pick<FirewallProps, "keys" | "globalLogsKey" | "globalProvider">,
): "none" | Firewall {
  const { edge, logRetentionDays } = environment;
  if (edge.firewall === "none") return "none";
  return new Firewall(scope, "firewall", {
    ...props,
    site: siteOf(environment),
    settings: edge.firewall,
    logRetentionDays,
  });
}

/** Creates the processing of an environment's videos. */
export function createVideo(
  scope: Construct,
  environment: Environment,
  props: Pick<VideoProcessingProps, "keys" | "media" | "alerts" | "transcoded">,
): "none" | VideoProcessing {
  const { video, logRetentionDays } = environment;
  if (video === "none") return "none";
  return new VideoProcessing(scope, "video", {
    ...props,
    site: siteOf(environment),
    settings: video,
    logRetentionDays,
  });
}
