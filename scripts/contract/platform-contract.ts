import { type Environment, lackedPrograms } from "../../environments/environment";
import type { SharedSettings } from "../../environments/shared";
import { bucketAt, type Standby, siteAt } from "../../environments/standby";
import { PRIORITY_CLASSES, SECRET_STORE } from "../../modules/cluster-addons";
import { repositoryName } from "../../modules/ecr";
import { loginsOf } from "../../modules/elasticache";
import { type BucketPurpose, contentDomain, queueName, secretName } from "../../modules/foundation/names";
import { PORTS } from "../../modules/foundation/ports";
import {
  LMS_SERVICE_NAMES,
  LMS_SERVICES,
  type LmsService,
  type LmsServiceName,
} from "../../modules/foundation/services";
import { CACHE_PREFIX, type StoreUse, storeName, storeSecret, storeUser } from "../../modules/foundation/store-uses";
import { TIME_LIMITS } from "../../modules/foundation/time-limits";
import { POD_IDENTITIES } from "../../modules/iam";
import { databaseLimits, poolSize } from "../../modules/rds";
import { tierCidr } from "../../modules/vpc";
import { byName, type HostAndPort, type PlatformFacts, withUnapplied } from "./platform-facts";

/** Contract of an environment's platform with the charts of `gitops/`: names and addresses, and nothing secret. */
export interface PlatformContract {
  readonly environment: string;
  readonly region: string;
  /** Tells that the services there stand by: they have no pods until a person raises their number. */
  readonly standsBy?: true;
  readonly siteUrl: string;
  /** Domain below which each course package has a host of its own. */
  readonly contentDomain: string;
  /** TCP port that the target groups send requests to. */
  readonly port: number;
  /** The ClusterSecretStore that secrets come from. */
  readonly secretStore: string;
  /** Tells that nothing scrapes pods: the cluster has no Prometheus, and knows none of its kinds. */
  readonly unmonitored?: true;
  /** Collector that pods send their traces to, by OTLP over HTTP, where there is one. */
  readonly traces?: HostAndPort & { readonly namespace: string };
  /** Seconds that CloudFront waits for an answer, and for which a service must at least keep an idle connection. */
  readonly timeouts: { readonly answerSeconds: number; readonly keepAliveSeconds: number };
  /** IPv4 blocks: where requests come from, and where the database and Redis are. */
  readonly networks: { readonly loadBalancer: string; readonly data: string };
  /** The services that the platform has a target group for. */
  readonly services: Readonly<Partial<Record<LmsServiceName, ServiceContract>>>;
}

/** A service and the resources that it may use, as `LMS_SERVICES` has them, by their names in the environment. */
export interface ServiceContract {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Priority class of its pods: it decides which pods stay when a node is full. */
  readonly priorityClass: string;
  /** The image's repository, without a tag. */
  readonly image: string;
  /** ARN of the load balancer's target group. */
  readonly targetGroup: string;
  /** Secrets Manager's name of each secret. */
  readonly secrets: Readonly<Record<string, string>>;
  /** For services with a secret `database`, which holds the login. */
  readonly database?: DatabaseContract;
  readonly redis: Readonly<Partial<Record<StoreUse, StoreContract>>>;
  readonly buckets: Readonly<Partial<Record<BucketPurpose, string>>>;
  /** URLs by `<service>-<queue>`. */
  readonly queues: Readonly<Record<string, string>>;
}

/** A Redis store, as a service logs in to it. */
export interface StoreContract extends HostAndPort {
  /** The user with an IAM token, where the store takes one. */
  readonly user?: string;
  /** Secrets Manager's name of the secret with user and password, where the store takes one. */
  readonly secret?: string;
  /** What its keys and channels must begin with, where it shares a store. */
  readonly keyPrefix?: string;
  /** Replication group that a token is signed for, where it has another name than the user. */
  readonly replicationGroup?: string;
}

/** The database, as a service uses it. */
export interface DatabaseContract extends HostAndPort {
  /** Host for reads that may be some milliseconds old. */
  readonly readerHost: string;
  readonly name: string;
  /** Connections that a pod may hold to each of the two hosts. */
  readonly poolSize: number;
}

const COLLECTOR = POD_IDENTITIES["otel-collector"];

/** The OpenTelemetry collector's Service, which is named as its service account, and its port for OTLP over HTTP. */
const TRACES = {
  host: `${COLLECTOR.serviceAccount}.${COLLECTOR.namespace}.svc.cluster.local`,
  port: 4318,
  namespace: COLLECTOR.namespace,
};

/**
 * The contract of an environment, or of where it stands by: what its definition and the naming rules tell, with the facts that
 * only AWS knows.
 */
export function platformContract(
  environment: Environment | Standby,
  shared: SharedSettings,
  facts: PlatformFacts,
): PlatformContract {
  const { name, region, edge, network } = environment;
  const lacks = lackedPrograms(environment);
  return {
    environment: name,
    region,
    ...("home" in environment && environment.mode === "pilot-light" ? { standsBy: true } : {}),
    siteUrl: `https://${edge.domain}`,
    contentDomain: contentDomain(edge.domain),
    port: PORTS.workload,
    secretStore: SECRET_STORE,
    ...(lacks.includes("metrics") ? { unmonitored: true } : {}),
    ...(lacks.includes("tracing") ? {} : { traces: TRACES }),
    timeouts: { answerSeconds: TIME_LIMITS.answer, keepAliveSeconds: TIME_LIMITS.serviceKeepAlive },
    networks: { loadBalancer: tierCidr(network.cidr, "public"), data: tierCidr(network.cidr, "private-data") },
    services: Object.fromEntries(
      LMS_SERVICE_NAMES.flatMap((service) => {
        const targetGroup = facts.targetGroups[service];
        const known = { environment, shared, facts };
        return targetGroup === undefined ? [] : [[service, serviceContract(service, targetGroup, known)]];
      }),
    ),
  };
}

/** The facts in a contract: with them, `platformContract` gives the same contract as long as the code is the same. */
export function factsIn({ services }: Pick<PlatformContract, "services">): PlatformFacts {
  const all = Object.values(services);
  const store = (use: StoreUse): HostAndPort => {
    const { host = "", port = 0 } = all.flatMap(({ redis }) => redis[use] ?? [])[0] ?? {};
    return { host, port };
  };
  const { host = "", readerHost = "", name = "" } = all.flatMap(({ database }) => database ?? [])[0] ?? {};
  return {
    targetGroups: Object.fromEntries(Object.entries(services).map(([name, { targetGroup }]) => [name, targetGroup])),
    database: { host, readerHost, name },
    redis: byName(["sessions", "cache"], store),
  };
}

/** The facts of an environment as its contract has them, if there is one; what it does not know is not applied yet. */
export function keptFacts(environment: Environment, contract: PlatformContract | undefined): PlatformFacts {
  return withUnapplied(environment, factsIn(contract ?? { services: {} }));
}

function serviceContract(
  name: LmsServiceName,
  targetGroup: string,
  { environment, shared, facts }: { environment: Environment | Standby; shared: SharedSettings; facts: PlatformFacts },
): ServiceContract {
  const { namespace, serviceAccount, buckets, secrets, redis, queues }: LmsService = LMS_SERVICES[name];
  const site = siteAt(environment);
  // Images are copied to where an application stands by.
  const imageRegion = "home" in environment ? environment.region : shared.region;
  return {
    namespace,
    serviceAccount,
    priorityClass: (namespace === "core-services" ? PRIORITY_CLASSES.core : PRIORITY_CLASSES.standard).name,
    image: `${shared.account}.dkr.ecr.${imageRegion}.amazonaws.com/${repositoryName(name)}`,
    targetGroup,
    secrets: byName(secrets, (secret) => secretName(site, name, secret)),
    ...(secrets.includes("database")
      ? {
          database: {
            ...facts.database,
            port: PORTS.postgresql,
            poolSize: poolSize(databaseLimits(environment.database.capacity)),
          },
        }
      : {}),
    redis: byName(redis, (use) => ({ ...facts.redis[use], ...loginOf(environment, use) })),
    buckets: byName(
      buckets.map(({ purpose }) => purpose),
      (purpose) => bucketAt(environment, purpose),
    ),
    queues: Object.fromEntries(
      queues.map(({ service, queue }) => [
        `${service}-${queue}`,
        `https://sqs.${site.region}.amazonaws.com/${site.account}/${queueName(site, service, queue)}`,
      ]),
    ),
  };
}

function loginOf(environment: Environment | Standby, use: StoreUse): Omit<StoreContract, keyof HostAndPort> {
  const logins = loginsOf(environment.cache, use);
  const site = siteAt(environment);
  const shares = use === "cache" && environment.cache.cache === "with-sessions";
  return {
    ...(logins.includes("iam-token") ? { user: storeUser(site.prefix, use, "iam-token") } : {}),
    ...(logins.includes("password") ? { secret: storeSecret(site, use) } : {}),
    ...(shares ? { keyPrefix: CACHE_PREFIX, replicationGroup: storeName(site.prefix, "sessions") } : {}),
  };
}
