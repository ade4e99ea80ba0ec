import { describe, expect, it } from "vitest";
import type { Environment } from "../../environments";
import { dev } from "../../environments/dev";
import { prod } from "../../environments/prod";
import { type SharedSettings, shared } from "../../environments/shared";
import { staging } from "../../environments/staging";
import { validateEnvironments } from "../../environments/validate";

const withNetwork = (network: Partial<Environment["network"]>): Environment => ({
  ...dev,
  network: { ...dev.network, ...network },
});

const BLOCK = "must be an IPv4 block of /16 to /21 such as 10.0.0.0/16, of addresses that hosts can have";
const SIZES = "AWS has no larger VPC, and a smaller one has no room for the load balancer's subnets";
const REGIONS =
  "choose one of ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-southeast-1, ap-southeast-2, ca-central-1, " +
  "eu-central-1, eu-north-1, eu-west-1, eu-west-2, eu-west-3, sa-east-1, us-east-1, us-east-2, us-west-1, us-west-2";
const inZones = (...zones: readonly string[]): Environment => ({
  ...withNetwork({ zones }),
  cluster: { ...dev.cluster, controlPlaneZones: zones },
});
const recoveringIn = (region: string): Environment => ({
  ...prod,
  storage: { ...prod.storage, learnerDataRegions: [prod.region, region] },
  recovery: {
    ...prod.recovery,
    region,
    zones: [`${region}a`, `${region}b`],
    database: { ...prod.recovery.database, instances: { [`${region}a`]: "standby", [`${region}b`]: "reader" } },
  },
});
const atHomeIn = (region: string): Environment => ({ ...inZones(`${region}a`, `${region}b`), region });

describe("validateEnvironments", () => {
  it("accepts the three environments", () => {
    expect(validateEnvironments([dev, staging, prod], shared)).toEqual([]);
  });

  it("accepts a home anywhere in the world, with the shared account where it is", () => {
    for (const region of ["eu-central-1", "ap-northeast-3", "sa-east-1"]) {
      expect(validateEnvironments([atHomeIn(region)], { ...shared, region: "eu-west-3" })).toEqual([]);
    }
  });

  it.each<[string, Environment, string]>([
    [
      "pages of an Alertmanager that is not there",
      { ...dev, addons: { ...dev.addons, metrics: "none", alerts: { slackChannel: "#alerts", paging: "on" } } },
      'dev.addons.alerts.paging: must be "off" where addons.metrics is "none", got "on"; Alertmanager would page; turn it off, or keep metrics',
    ],
    [
      "a prod whose nodes and pods nobody watches",
      {
        ...prod,
        addons: { ...prod.addons, metrics: "none", alerts: { slackChannel: "#alerts", paging: "off" } },
        cluster: { ...prod.cluster, containerInsights: "none" },
      },
      'prod.addons.metrics: must be kept in prod, or cluster.containerInsights be on, got "none"; nobody would hear of nodes and pods that fail',
    ],
    [
      "a long name",
      { ...dev, name: "development" },
      'development.name: must be 2-10 lower-case letters or digits, a letter first, and no word of the commands, got "development"; shorten it; it is part of every resource\'s name',
    ],
    ...["state", "none", "again", "others", "retained"].map((name): [string, Environment, string] => [
      `the name ${name}`,
      { ...dev, name },
      `${name}.name: must be 2-10 lower-case letters or digits, a letter first, and no word of the commands, got "${name}"; ` +
        "choose another; this one means something else to a command or a pipeline",
    ]),
    [
      "one group for two roles",
      {
        ...prod,
        addons: {
          ...prod.addons,
          signOn: {
            issuer: "https://login.example.com",
            clientId: "argocd",
            adminGroup: "staff",
            readerGroup: "staff",
          },
        },
      },
      'prod.addons.signOn.readerGroup: must be another group than addons.signOn.adminGroup, got "staff"; whoever is in both may do everything',
    ],
    [
      "one key by two names",
      {
        ...dev,
        distribution: {
          ...dev.distribution,
          mediaSigningKeys: {
            ...dev.distribution.mediaSigningKeys,
            next: dev.distribution.mediaSigningKeys["2026"].trim(),
          },
        },
      },
      'dev.distribution.mediaSigningKeys.next: must be another key than 2026, got "the same"; make a new pair; CloudFront takes each once',
    ],
    [
      "the whole VPC before the Kubernetes API",
      {
        ...prod,
        network: { ...prod.network, cidr: "10.0.0.0/16" },
        recovery: "none",
        cluster: { ...prod.cluster, privateAccess: ["10.200.0.0/24", "10.0.0.0/12"] },
      },
      'prod.cluster.privateAccess: must not hold all of prod.network.cidr 10.0.0.0/16, got "10.0.0.0/12"; name the network at the other end, or the part of this one that people and pipelines are in',
    ],
    [
      "a block with a zero before a number",
      withNetwork({ cidr: "010.2.0.0/16" }),
      `dev.network.cidr: ${BLOCK}, got "010.2.0.0/16"; ${SIZES}`,
    ],
    [
      "a short account",
      { ...dev, account: "11111" },
      'dev.account: must be an AWS account id of 12 digits, got "11111"; copy it from the console',
    ],
    [
      "no region",
      { ...dev, region: "us-east" },
      'dev.region: must be an AWS region such as us-east-1, got "us-east"; copy its code from the AWS documentation',
    ],
    [
      "a region to opt into",
      atHomeIn("eu-south-1"),
      `dev.region: must be a region that every account has from the start, got "eu-south-1"; ${REGIONS}`,
    ],
    [
      "a region of another partition",
      atHomeIn("cn-north-1"),
      `dev.region: must be a region that every account has from the start, got "cn-north-1"; ${REGIONS}`,
    ],
    [
      "a bucket name with a capital",
      { ...dev, stateBucket: "LMS-state" },
      'dev.stateBucket: must be an S3 bucket name of 3-63 lower-case letters, digits or hyphens, got "LMS-state"; rename it before the bootstrap',
    ],
    [
      "prod without protection",
      { ...prod, dataProtection: "disposable" },
      'prod.dataProtection: must be "retained" in prod, got "disposable"; protect the learners\' data',
    ],
    [
      "a prod that has no room for the loss of a zone",
      { ...prod, addons: { ...prod.addons, availability: "single" } },
      'prod.addons.availability: must be "zone-redundant" in prod, got "single"; keep room for the loss of a zone',
    ],
    [
      "a retention that CloudWatch does not know",
      { ...dev, logRetentionDays: 31 },
      "dev.logRetentionDays: must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 31; choose one that CloudWatch Logs knows",
    ],
    [
      "a control plane in one zone",
      { ...dev, cluster: { ...dev.cluster, controlPlaneZones: ["us-east-1a"] } },
      'dev.cluster.controlPlaneZones: must have 2 to 8 elements, got ["us-east-1a"]; a single zone\'s loss ends the service',
    ],
    [
      "a VPC that is none",
      withNetwork({ vpc: "create" }),
      'dev.network.vpc: must be "created", or the id of a VPC such as vpc-0a1b2c3d4e5f60718, got "create"; take the id from aws ec2 describe-vpcs',
    ],
    ["a malformed CIDR", withNetwork({ cidr: "10.2.0/16" }), `dev.network.cidr: ${BLOCK}, got "10.2.0/16"; ${SIZES}`],
    [
      "a CIDR with bits beyond its prefix",
      withNetwork({ cidr: "10.2.1.0/16" }),
      `dev.network.cidr: ${BLOCK}, got "10.2.1.0/16"; ${SIZES}`,
    ],
    [
      "a CIDR that is too small",
      withNetwork({ cidr: "10.2.0.0/22" }),
      `dev.network.cidr: ${BLOCK}, got "10.2.0.0/22"; ${SIZES}`,
    ],
    [
      "a CIDR that is too large",
      withNetwork({ cidr: "10.0.0.0/8" }),
      `dev.network.cidr: ${BLOCK}, got "10.0.0.0/8"; ${SIZES}`,
    ],
    [
      "a loopback network",
      withNetwork({ cidr: "127.0.0.0/16" }),
      `dev.network.cidr: ${BLOCK}, got "127.0.0.0/16"; ${SIZES}`,
    ],
    [
      "multicast addresses",
      withNetwork({ cidr: "224.1.0.0/16" }),
      `dev.network.cidr: ${BLOCK}, got "224.1.0.0/16"; ${SIZES}`,
    ],
    [
      "link-local addresses",
      withNetwork({ cidr: "169.254.0.0/16" }),
      `dev.network.cidr: ${BLOCK}, got "169.254.0.0/16"; ${SIZES}`,
    ],
    [
      "one zone",
      withNetwork({ zones: ["us-east-1a"] }),
      'dev.network.zones: must have 2 to 8 elements, got ["us-east-1a"]; a single zone\'s loss ends the service',
    ],
    [
      "a zone of another region",
      withNetwork({ zones: [`${dev.region}a`, "me-south-1b"] }),
      `dev.network.zones: must be zones ${dev.region}a to ${dev.region}h, got "me-south-1b"; name a zone of the region`,
    ],
    [
      "a zone without a letter",
      withNetwork({ zones: ["us-east-1a", "us-east-1"] }),
      'dev.network.zones: must be an availability zone such as us-east-1a, got "us-east-1"; write the region and a letter from a to h',
    ],
    [
      "a recovery region that is the region itself",
      { ...prod, recovery: { ...prod.recovery, region: "us-east-1", zones: ["us-east-1a", "us-east-1b"] } },
      'prod.recovery.region: must be another region than the environment\'s own, got "us-east-1"; choose a second region',
    ],
    [
      "a recovery region that AWS does not have",
      recoveringIn("eu-west-9"),
      'prod.recovery.region: must be a region of AWS, got "eu-west-9"; copy its code from the AWS documentation; ' +
        "a new one belongs into modules/foundation/regions.ts",
    ],
    [
      "a recovery zone of another region than the recovery region's",
      { ...prod, recovery: { ...prod.recovery, zones: ["eu-west-1a", "eu-west-2b"] } },
      'prod.recovery.zones: must be zones eu-west-1a to eu-west-1h, got "eu-west-2b"; name a zone of the region',
    ],
  ])("refuses %s", (_what, environment, message) => {
    expect(validateEnvironments([environment], shared)).toEqual([message]);
  });

  it("takes a recovery region that an account must opt into", () => {
    expect(validateEnvironments([recoveringIn("eu-central-2")], shared)).toEqual([]);
  });

  it("refuses a zone that is named twice", () => {
    expect(validateEnvironments([withNetwork({ zones: ["us-east-1a", "us-east-1a"] })], shared)).toEqual([
      'dev.network.zones: must name each zone once, got "us-east-1a"; remove the repetition',
    ]);
  });

  it.each<[string, Partial<Environment>, string]>([
    ["name", { name: "dev" }, 'dev.name: must differ from dev.name, got "dev"; give each a name of its own'],
    [
      "account",
      { account: dev.account },
      `staging.account: must differ from dev.account, got "${dev.account}"; give each an AWS account of its own`,
    ],
    [
      "state bucket",
      { stateBucket: dev.stateBucket },
      `staging.stateBucket: must differ from dev.stateBucket, got "${dev.stateBucket}"; give each a state bucket of its own`,
    ],
  ])("refuses a %s that two environments share", (_what, same, message) => {
    expect(validateEnvironments([dev, { ...staging, ...same }], shared)).toEqual([message]);
  });

  it("refuses an account that the shared one has too", () => {
    expect(validateEnvironments([{ ...dev, account: shared.account }], shared)).toEqual([
      `shared.account: must differ from dev.account, got "${shared.account}"; give each an AWS account of its own`,
    ]);
  });

  it("refuses people and pipelines that prove nothing, in the environments and in the shared account", () => {
    const anyone: Environment = { ...dev, access: { ...dev.access, admin: ["*"] } };
    const noSecret = { ...shared, imagePublisher: { ...shared.imagePublisher, externalId: "" } };
    expect(validateEnvironments([anyone], noSecret).map(where)).toEqual([
      "dev.access.admin",
      "shared.imagePublisher.externalId",
    ]);
  });

  it("refuses a pipeline that deploys to one environment and runs what nobody has approved for another", () => {
    const trusting = (role: "deployer" | "planner", name: string): Environment => ({
      ...dev,
      access: {
        ...dev.access,
        [role]: { kind: "external-id", principal: `arn:aws:iam::444444444444:${name}`, externalId: `dev-${role}` },
      },
    });
    const remedy = "it runs what nobody has approved: give it a job, or an IAM role, of its own";
    expect(validateEnvironments([trusting("planner", "role/jenkins-dev"), prod], shared)).toEqual([]);
    const releases = {
      kind: "external-id",
      principal: "arn:aws:iam::444444444444:role/releases",
      externalId: "releases",
    };
    const prodOf = (deployer: unknown) => ({ ...prod, access: { ...prod.access, deployer } }) as Environment;
    expect(validateEnvironments([trusting("planner", "role/releases"), prodOf(releases)], shared)).toEqual([
      `dev.access.planner: must be another identity than prod.access.deployer, got "arn:aws:iam::444444444444:role/releases"; ${remedy}`,
    ]);
    expect(validateEnvironments([trusting("deployer", "role/jenkins-planner-2"), prod], shared)).toEqual([]);
    expect(
      validateEnvironments([dev, prod], {
        ...shared,
        imagePublisher: { ...releases, kind: "external-id", externalId: "builds" },
      }),
    ).toEqual([]);
    expect(
      validateEnvironments([dev, prodOf(releases)], {
        ...shared,
        imagePublisher: { ...releases, kind: "external-id", externalId: "builds" },
      }),
    ).toEqual([
      `shared.imagePublisher: must be another identity than prod.access.deployer, got "arn:aws:iam::444444444444:role/releases"; ${remedy}`,
    ]);
    const job = { kind: "oidc", issuer: "https://ci.example.com", audience: "sts.amazonaws.com", subject: "job" };
    const building = { ...shared, imagePublisher: { ...job, audience: "ecr", kind: "oidc" as const } };
    expect(validateEnvironments([prodOf(job)], building)).toEqual([
      `shared.imagePublisher: must be another identity than prod.access.deployer, got "https://ci.example.com job"; ${remedy}`,
    ]);
  });

  it("refuses a pipeline among the people of any environment", () => {
    const pipeline = (role: string) => ({
      kind: "external-id" as const,
      principal: `arn:aws:iam::555555555555:role/${role}`,
      externalId: role,
    });
    const access = { ...prod.access, deployer: pipeline("deploys"), planner: pipeline("plans") };
    const building = { ...shared, imagePublisher: pipeline("builds") };
    const problems = (role: "admin" | "developer" | "readonly", principal: string) => {
      const people = ["arn:aws:iam::555555555555:user/somebody", principal];
      return validateEnvironments(
        [
          { ...dev, access: { ...dev.access, [role]: people } },
          { ...prod, access },
        ],
        building,
      );
    };
    for (const role of ["admin", "developer", "readonly"] as const) {
      for (const pipeline of ["builds", "deploys", "plans"]) {
        const principal = `arn:aws:iam::555555555555:role/${pipeline}`;
        expect(problems(role, principal)).toEqual([
          `dev.access.${role}: must name people, and no pipeline, got "${principal}"; a pipeline has a role of its own`,
        ]);
      }
      expect(problems(role, "arn:aws:iam::555555555555:role/on-call")).toEqual([]);
    }
  });

  it("refuses a site that two environments share", () => {
    expect(
      validateEnvironments([dev, { ...staging, edge: { ...staging.edge, domain: dev.edge.domain } }], shared),
    ).toEqual([
      `staging.edge.domain: must differ from dev.edge.domain, got "${dev.edge.domain}"; give each environment a site of its own`,
    ]);
  });

  it("refuses networks that overlap, those of recovery regions too", () => {
    const inside = (cidr: string): Environment => ({ ...staging, network: { ...staging.network, cidr } });
    const home = { ...prod, network: { ...prod.network, cidr: "10.0.0.0/16" } };
    const both = { ...home, recovery: { ...home.recovery, cidr: "10.3.0.0/16" } };
    expect(validateEnvironments([both, inside("10.0.128.0/17")], shared)).toEqual([
      'staging.network.cidr: must not overlap prod.network.cidr 10.0.0.0/16, got "10.0.128.0/17"; networks that may be peered need addresses of their own',
    ]);
    expect(validateEnvironments([both, inside("10.3.0.0/16")], shared)).toEqual([
      'staging.network.cidr: must not overlap prod.recovery.cidr 10.3.0.0/16, got "10.3.0.0/16"; networks that may be peered need addresses of their own',
    ]);
  });

  it("reports every problem at once", () => {
    const broken: Environment = { ...withNetwork({ cidr: "10.2.0.0", zones: [] }), account: "1", logRetentionDays: 0 };
    expect(validateEnvironments([broken, { ...prod, dataProtection: "disposable" }], shared).map(where)).toEqual([
      "dev.account",
      "dev.logRetentionDays",
      "dev.network.cidr",
      "dev.network.zones",
      "prod.dataProtection",
    ]);
  });

  it.each<[string, Partial<SharedSettings>, string]>([
    [
      "another name",
      { name: "registry" },
      'shared.name: must be 2-10 lower-case letters or digits, a letter first, and no word of the commands, got "registry"; choose another; this one means something else to a command or a pipeline',
    ],
    [
      "a name that no pipeline knows",
      { name: "common" },
      'shared.name: must be "shared", got "common"; pipelines and commands know it by this name',
    ],
    [
      "a region that is none",
      { region: "us-east-9" },
      `shared.region: must be a region that every account has from the start, got "us-east-9"; ${REGIONS}`,
    ],
    [
      "copies in a region that is none",
      { replicaRegion: "eu-west-9" },
      `shared.replicaRegion: must be a region that every account has from the start, got "eu-west-9"; ${REGIONS}`,
    ],
    [
      "copies where the images are",
      { replicaRegion: "us-east-1" },
      'shared.replicaRegion: must be another region than shared.region, got "us-east-1"; images are copied there so that a lost region does not take them along',
    ],
  ])("refuses a shared account with %s", (_, changes, problem) => {
    const problems = validateEnvironments([dev], { ...shared, ...changes });
    expect(problems.map((each) => each.replace(/^registry\.|^common\./, "shared."))).toEqual([problem]);
  });

  it("refuses a builder of images that is a pipeline of an environment", () => {
    const { deployer } = prod.access;
    const problems = validateEnvironments([prod], {
      ...shared,
      imagePublisher: { ...deployer, externalId: "lms-builder" },
    });
    expect(problems).toEqual([
      expect.stringMatching(
        /^shared\.imagePublisher: must be another identity than prod\.access\.deployer, got .*; it runs what nobody has approved: give it a job, or an IAM role, of its own$/,
      ),
    ]);
  });

  it("refuses an external id that another role has", () => {
    const access = { ...prod.access, deployer: { ...prod.access.deployer, externalId: "lms-dev-deployer" } };
    expect(validateEnvironments([dev, { ...prod, access }], shared)).toEqual([
      'prod.access.deployer.externalId: must differ from dev.access.deployer.externalId, got "lms-dev-deployer"; agree on one for each role',
    ]);
  });

  it("refuses a bucket with the number of another account", () => {
    const stateBucket = `lms-prod-terraform-state-${dev.account}`;
    expect(validateEnvironments([dev, { ...prod, stateBucket }], shared)).toEqual([
      `prod.stateBucket: must not bear the number of dev.account, got "${stateBucket}"; name it after account ${prod.account}`,
    ]);
  });

  it("refuses a channel that is named after another environment, and takes one of none", () => {
    const alerting = (slackChannel: string): Environment => ({
      ...prod,
      addons: { ...prod.addons, alerts: { slackChannel, paging: "on" } },
    });
    expect(validateEnvironments([dev, alerting("#lms-dev-alerts")], shared)).toEqual([
      'prod.addons.alerts.slackChannel: must not be named after dev, got "#lms-dev-alerts"; name that of prod, or one of no environment',
    ]);
    for (const channel of ["#alerts", "#lms-dev-prod", "#developers"]) {
      expect(validateEnvironments([dev, alerting(channel)], shared)).toEqual([]);
    }
  });
});

function where(problem: string): string {
  return problem.slice(0, problem.indexOf(":"));
}
