import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS, type Environment } from "../../environments";
import { dev } from "../../environments/dev";
import { prod } from "../../environments/prod";
import { shared } from "../../environments/shared";
import { standbyOf } from "../../environments/standby";
import { checked } from "../../gitops/checks/checked";
import { type CidrBlock, cidrsOverlap, parseCidr } from "../../modules/foundation/cidr";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../../modules/foundation/services";
import { contractFile, contractText, parseContract } from "../../scripts/contract/contract-file";
import {
  factsIn,
  keptFacts,
  platformContract,
  type ServiceContract,
  type StoreContract,
} from "../../scripts/contract/platform-contract";
import { isUnapplied, type PlatformFacts, platformFacts } from "../../scripts/contract/platform-facts";
import { PROJECT } from "../../scripts/synth";
import { buildRoots } from "../../stacks";
import { temporaryFolder } from "../sandbox/support";
import { root, type SynthesizedRoot, synthesizeRoots } from "../support/synthesized";
import { DEV_OUTPUTS, targetGroup } from "./contract-facts";

function factsOf(outputs: Parameters<typeof platformFacts>[1]): PlatformFacts {
  const found = platformFacts(dev, outputs);
  if ("problems" in found) throw new Error(found.problems.join("\n"));
  return found.facts;
}

function parsed(cidr: string): CidrBlock {
  const block = parseCidr(cidr);
  if (block === undefined) throw new Error(`${cidr} is no CIDR`);
  return block;
}

/** An environment whose application stands by. */
const PILOT: Environment = { ...prod, recovery: { ...prod.recovery, application: "pilot-light" } };

const contract = platformContract(dev, shared, factsOf(DEV_OUTPUTS));

describe("the contract of an environment", () => {
  it("says where the platform is", () => {
    const { services, ...rest } = contract;
    expect(rest).toEqual({
      environment: "dev",
      region: "us-east-1",
      siteUrl: "https://dev.lms.example.com",
      contentDomain: "content.dev.lms.example.com",
      port: 8080,
      secretStore: "aws-secrets-manager",
      traces: { host: "otel-collector.monitoring.svc.cluster.local", port: 4318, namespace: "monitoring" },
      timeouts: { answerSeconds: 60, keepAliveSeconds: 130 },
      networks: { loadBalancer: "10.2.128.0/19", data: "10.2.160.0/19" },
    });
    expect(Object.keys(services)).toEqual(LMS_SERVICE_NAMES);
  });

  it("says where no one takes traces, and no one scrapes pods", () => {
    const untraced = { ...dev, monitoring: { ...dev.monitoring, tracing: "none" } } as const;
    const { traces, ...others } = contract;
    expect(platformContract(untraced, shared, factsOf(DEV_OUTPUTS))).toEqual(others);
    const unmonitored = { ...dev, addons: { ...dev.addons, metrics: "none" } } as const;
    expect(platformContract(unmonitored, shared, factsOf(DEV_OUTPUTS))).toEqual({ ...contract, unmonitored: true });
  });

  it("says what a service may use, by the names that it has", () => {
    expect(contract.services.courses).toEqual({
      namespace: "microservices",
      serviceAccount: "courses",
      priorityClass: "lms-standard",
      image: "444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/courses",
      targetGroup: targetGroup("courses"),
      secrets: {
        database: "lms/dev/courses/database",
        "cloudfront-signing-key": "lms/dev/courses/cloudfront-signing-key",
      },
      database: { host: "writer.example.com", readerHost: "reader.example.com", name: "lms", port: 5432, poolSize: 3 },
      redis: { cache: { host: "cache.example.com", port: 6380, user: "lms-dev-cache" } },
      buckets: { "static-assets": "lms-dev-static-assets-111111111111", media: "lms-dev-media-111111111111" },
      queues: {
        "analytics-learning-events":
          "https://sqs.us-east-1.amazonaws.com/111111111111/lms-dev-analytics-learning-events",
      },
    });
  });

  it("puts core services before all others", () => {
    const { web, identity, ...others } = contract.services;
    expect([web, identity].map((service) => service?.priorityClass)).toEqual(["lms-core", "lms-core"]);
    expect(new Set(Object.values(others).map(({ priorityClass }) => priorityClass))).toEqual(new Set(["lms-standard"]));
  });

  it("has no database for a service without a login to it", () => {
    expect(contract.services.web).not.toHaveProperty("database");
    expect(contract.services.web?.redis).toEqual({
      sessions: {
        host: "sessions.example.com",
        port: 6379,
        user: "lms-dev-sessions",
        secret: "lms/dev/redis/sessions",
      },
      cache: { host: "cache.example.com", port: 6380, user: "lms-dev-cache" },
    });
  });

  it("names no user with a token for a store that takes none", () => {
    const { cache } = dev;
    const withPassword = { ...dev, cache: { ...cache, cache: { ...cache.cache, logins: ["password"] } } } as const;
    expect(platformContract(withPassword, shared, factsOf(DEV_OUTPUTS)).services.courses?.redis).toEqual({
      cache: { host: "cache.example.com", port: 6380, secret: "lms/dev/redis/cache" },
    });
  });

  it("leaves out a service that the platform was not yet applied with", () => {
    const facts = factsOf(DEV_OUTPUTS);
    const { media: _media, ...targetGroups } = facts.targetGroups;
    const without = platformContract(dev, shared, { ...facts, targetGroups });
    expect(Object.keys(without.services)).toEqual(LMS_SERVICE_NAMES.filter((name) => name !== "media"));
    expect(factsIn(without).targetGroups).toEqual(targetGroups);
  });

  it("has addresses that lead nowhere for what was never applied, and keeps those that it knows", () => {
    const unapplied = platformContract(dev, shared, keptFacts(dev, undefined));
    expect(unapplied.services.courses).toMatchObject({
      targetGroup: "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/unapplied/0000000000000000",
      database: { host: "unapplied.invalid", readerHost: "unapplied.invalid", name: "lms" },
      redis: { cache: { host: "unapplied.invalid", port: 6379 } },
    });
    expect(isUnapplied(unapplied.services.media)).toBe(true);
    const { media: _media, ...services } = contract.services;
    const added = platformContract(dev, shared, keptFacts(dev, { ...contract, services }));
    expect(added.services.courses).toEqual(contract.services.courses);
    expect(added.services.media).toEqual({
      ...contract.services.media,
      targetGroup: "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/unapplied/0000000000000000",
    });
    expect([isUnapplied(added.services.media), isUnapplied(contract)]).toEqual([true, false]);
  });

  it("gives its facts back", () => {
    expect(factsIn(contract)).toEqual(factsOf(DEV_OUTPUTS));
    expect(parseContract(contractText("dev", contract))).toEqual(contract);
  });
});

describe("the contract of where an environment stands by", () => {
  const standby = standbyOf(PILOT);
  if (standby === "none") throw new Error("nothing stands by");
  const standing = platformContract(standby, shared, keptFacts(standby, undefined));

  it("is of the same environment, in the other region, without pods", () => {
    const { environment, region, standsBy, siteUrl, networks } = standing;
    expect({ environment, region, standsBy, siteUrl, networks }).toEqual({
      environment: "prod",
      region: "eu-west-1",
      standsBy: true,
      siteUrl: "https://lms.example.com",
      networks: { loadBalancer: "10.3.128.0/19", data: "10.3.160.0/19" },
    });
  });

  it("has pods where a warm standby is", () => {
    const warm = standbyOf({ ...prod, recovery: { ...prod.recovery, application: "warm-standby" } });
    if (warm === "none") throw new Error("nothing stands by");
    const { standsBy, ...same } = standing;
    expect(platformContract(warm, shared, keptFacts(warm, undefined))).toEqual(same);
  });

  it("names the images, copies of buckets and secrets, queues and users that are there", () => {
    const { image, targetGroup, secrets, redis, buckets, queues } = standing.services.media as ServiceContract;
    expect({ image, targetGroup, secrets, redis, buckets, queues }).toEqual({
      image: "444444444444.dkr.ecr.eu-west-1.amazonaws.com/lms/media",
      targetGroup: "arn:aws:elasticloadbalancing:eu-west-1:333333333333:targetgroup/unapplied/0000000000000000",
      secrets: {
        database: "lms/prod/media/database",
        "cloudfront-signing-key": "lms/prod/media/cloudfront-signing-key",
      },
      redis: {},
      buckets: { media: "lms-prod-media-333333333333-eu-west-1" },
      queues: {
        "media-transcoded": "https://sqs.eu-west-1.amazonaws.com/333333333333/lms-prod-recovery-media-transcoded",
        "analytics-learning-events":
          "https://sqs.eu-west-1.amazonaws.com/333333333333/lms-prod-recovery-analytics-learning-events",
      },
    });
    expect(standing.services.web?.redis.sessions?.user).toBe("lms-prod-recovery-sessions");
  });

  it("is a file of its own, which says of what it was written", () => {
    expect(contractText("prod-recovery", standing).split("\n")[0]).toBe(
      "# Written by `npm run contract -- prod-recovery` from environments/prod.ts and the outputs of prod-recovery-platform.",
    );
  });

  it("takes its facts from outputs that the root there publishes", () => {
    const synthesized = synthesizeRoots(buildRoots({ shared: "none", environments: [PILOT] }));
    const { output } = (synthesized.get("prod-recovery-platform") as SynthesizedRoot).json;
    for (const name of ["target_groups", "redis_endpoints", "db_endpoint", "db_reader_endpoint"]) {
      expect(output).toHaveProperty(name);
    }
    expect(output.connection_string?.value).toBe(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of Terraform's
      "${jsondecode(data.aws_ssm_parameter.handed_over_platform.insecure_value).databaseUrl}",
    );
  });

  it("is what Helm renders there: a release without pods, held to what it must be", () => {
    const project = temporaryFolder();
    cpSync(join(PROJECT, "gitops"), join(project, "gitops"), { recursive: true });
    const file = join(project, contractFile("prod-recovery"));
    writeFileSync(file, contractText("prod-recovery", standing));
    expect(checked(project, standby)).toEqual({ services: LMS_SERVICE_NAMES.length, problems: [] });
    const tag = join(project, "gitops/environments/prod/media.yaml");
    writeFileSync(tag, readFileSync(tag, "utf8").replace(/tag: .*/, `tag: "${"a".repeat(40)}"`));
    expect(checked(project, standby, "media")).toEqual({ services: 1, problems: [] });
    writeFileSync(file, contractText("prod-recovery", { ...standing, region: "us-east-1" }));
    expect(checked(project, standby).problems).toEqual([
      "gitops/platform/prod-recovery.yaml: must hold what the code gives, got something else; run npm run contract -- prod-recovery",
    ]);
  });
});

describe("the facts", () => {
  it("are refused when they are of another account, missing, or of another kind, all at once", () => {
    const { redis_endpoints: _endpoints, ...rest } = DEV_OUTPUTS;
    const groups = DEV_OUTPUTS.target_groups.value;
    const foreign = targetGroup("web").replace("111111111111", "333333333333");
    const outputs = {
      ...rest,
      target_groups: { value: { ...groups, web: foreign, media: undefined } },
      db_endpoint: { value: "postgresql://user:password@host/lms" },
      connection_string: { value: "writer.example.com" },
    };
    expect(platformFacts(dev, outputs)).toEqual({
      problems: [
        `target_groups.web: must be the ARN of a target group of 111111111111 in us-east-1, got "${foreign}"`,
        "target_groups.media: must be the ARN of a target group of 111111111111 in us-east-1, got nothing",
        'db_endpoint: must be a host name, got "postgresql://user:password@host/lms"',
        'connection_string: must be the URL of a database, got "writer.example.com"',
        "redis_endpoints.sessions: must be a host and a port such as cache.example.com:6379, got nothing",
        "redis_endpoints.cache: must be a host and a port such as cache.example.com:6379, got nothing",
      ],
    });
  });
});

const isDatabase = (secret: string) => secret === "database";

describe.each(ENVIRONMENTS)("the committed contract of $name", (environment) => {
  const text = readFileSync(join(PROJECT, contractFile(environment.name)), "utf8");
  const committed = parseContract(text);
  const platform = root(`${environment.name}-platform`);
  const valuesOf = (type: string, attribute: string) => new Set(Object.values(platform.attribute(type, attribute)));
  const each = (read: (service: ServiceContract) => object) =>
    Object.values(committed.services).flatMap((service) => Object.values(read(service)));

  it("is what the code gives", () => {
    expect(text).toBe(
      contractText(environment.name, platformContract(environment, shared, keptFacts(environment, committed))),
    );
  });

  it("takes its facts from outputs that the platform publishes", () => {
    const { target_groups, redis_endpoints, ...outputs } = platform.json.output;
    expect(Object.keys(target_groups?.value as object)).toEqual(
      expect.arrayContaining(Object.keys(committed.services)),
    );
    expect(Object.keys(redis_endpoints?.value as object).sort()).toEqual(["cache", "sessions"]);
    expect(outputs).toHaveProperty("db_endpoint");
    expect(outputs.connection_string?.value).toMatch(/^postgresql:/);
  });

  it("names secrets, buckets, queues, users of Redis and service accounts that the platform makes", () => {
    const secrets = valuesOf("aws_secretsmanager_secret", "name");
    expect(each(({ secrets }) => secrets).filter((name) => !secrets.has(name))).toEqual([]);
    const buckets = valuesOf("aws_s3_bucket", "bucket");
    expect(each(({ buckets }) => buckets).filter((name) => !buckets.has(name))).toEqual([]);
    const queues = valuesOf("aws_sqs_queue", "name");
    expect(each(({ queues }) => queues).filter((url) => !queues.has(url.split("/").at(-1)))).toEqual([]);
    const users = valuesOf("aws_elasticache_user", "user_id");
    const stores = each(({ redis }) => redis) as StoreContract[];
    expect(stores.filter(({ user }) => user !== undefined && !users.has(user))).toEqual([]);
    expect(stores.filter(({ secret }) => secret !== undefined && !secrets.has(secret))).toEqual([]);
    const accounts = Object.values(platform.resources("aws_eks_pod_identity_association")).map(
      ({ namespace, service_account }) => `${namespace}/${service_account}`,
    );
    const services = Object.values(committed.services);
    expect(accounts).toEqual(
      expect.arrayContaining(services.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`)),
    );
  });

  it("names the database that the platform makes", () => {
    const names = [
      ...valuesOf("aws_rds_cluster", "database_name"),
      ...valuesOf("aws_rds_global_cluster", "database_name"),
    ];
    const [name, ...others] = new Set(names.filter((found) => found !== undefined));
    expect([name, others]).toEqual(["lms", []]);
    const used = Object.values(committed.services).flatMap(({ database }) => database ?? []);
    expect(used).toHaveLength(Object.values(LMS_SERVICES).filter(({ secrets }) => secrets.some(isDatabase)).length);
    expect(new Set(used.map((database) => database.name))).toEqual(new Set(["lms"]));
  });

  it("names networks and image repositories that exist", () => {
    const overlaps = (cidr: string) =>
      Object.entries(platform.attribute("aws_subnet", "cidr_block"))
        .filter(([, block]) => cidrsOverlap(parsed(cidr), parsed(String(block))))
        .map(([name]) => name.replace(/_us_east_1[abc]$/, ""));
    const { loadBalancer, data } = committed.networks;
    expect(overlaps(loadBalancer)).toEqual(["network_public", "network_public", "network_public"]);
    expect(overlaps(data)).toEqual(["network_private_data", "network_private_data", "network_private_data"]);
    const repositories = new Set(Object.values(root("shared-registry").attribute("aws_ecr_repository", "name")));
    const images = Object.values(committed.services).map(({ image }) => image);
    expect(images.filter((image) => !repositories.has(image.replace(/^[^/]+\//, "")))).toEqual([]);
  });
});
