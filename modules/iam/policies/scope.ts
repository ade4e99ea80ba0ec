import type { OptionalProgram } from "../../foundation/contracts";
import type { BucketPurpose, Site } from "../../foundation/names";
import type { StoreUse } from "../../foundation/store-uses";

/** Facts that the policies of pods refer to. Every value may be a cdktf token. */
export interface ClusterScope {
  readonly site: Site;
  readonly clusterName: string;
  /** Name of the bucket of a purpose; that of the site by default. */
  readonly bucketNameOf?: ((purpose: BucketPurpose) => string) | undefined;
  /** Key of data at rest: volumes, buckets and secrets. */
  readonly dataKeyArn: string;
  /** Key of logs and traces. */
  readonly logsKeyArn: string;
  /** Key of queues and topics. */
  readonly messagesKeyArn: string;
  /** Redis store whose token pods sign for a use; `none` where they sign none. */
  readonly tokenStoreOf: (use: StoreUse) => StoreUse | "none";
  /** Programs that the cluster lacks; none by default. */
  readonly lacks?: readonly OptionalProgram[];
}

/** A `ClusterScope` with the hosted zone that the pod may write to. */
export interface ZoneScope extends ClusterScope {
  readonly hostedZoneArn: string;
}
