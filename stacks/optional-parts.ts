import type { Construct } from "constructs";
import { type Environment, lackedPrograms } from "../environments/environment";
import { Firewall, type FirewallProps, GlobalRegion } from "../modules/edge";
import { tokenStoreOf } from "../modules/elasticache";
import { siteOf } from "../modules/foundation/names";
import { type GlobalProvider, isGlobal } from "../modules/foundation/regions";
import { PodIdentities, type PodIdentitiesProps } from "../modules/iam";
import type { ServiceQueues } from "../modules/messaging";
import { VideoProcessing, type VideoProcessingProps } from "../modules/video-processing";

// Parts that an environment may lack, by its settings.

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
  {
    queues,
    ...props
  }: Pick<VideoProcessingProps, "keys" | "media" | "uploadBuckets" | "alerts"> & { readonly queues: ServiceQueues },
): "none" | VideoProcessing {
  const { video, logRetentionDays } = environment;
  if (video === "none") return "none";
  return new VideoProcessing(scope, "video", {
    ...props,
    transcoded: queues.byName["media/transcoded"].queue,
    site: siteOf(environment),
    settings: video,
    logRetentionDays,
  });
}

/** Creates the identities of pods, without those of programs that an environment lacks. */
export function createIdentities(
  scope: Construct,
  environment: Environment,
  props: Omit<PodIdentitiesProps, "tokenStoreOf" | "lacks">,
): PodIdentities {
  return new PodIdentities(scope, "identities", {
    ...props,
    tokenStoreOf: (use) => tokenStoreOf(environment.cache, use),
    lacks: lackedPrograms(environment),
  });
}

/** Creates what an environment has in us-east-1 beside its home region; `home` if that is us-east-1. */
export function createGlobalRegion(
  scope: Construct,
  environment: Environment,
  provider: GlobalProvider,
): "home" | GlobalRegion {
  if (isGlobal(environment.region)) return "home";
  const { dataProtection } = environment;
  return new GlobalRegion(scope, "global", { provider, site: siteOf(environment), dataProtection });
}
