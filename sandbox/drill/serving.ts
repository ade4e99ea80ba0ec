import type { Standby } from "../../environments/standby";
import { siteAt } from "../../environments/standby";
import { NODE_GROUP_LABEL } from "../../modules/eks";
import { type Site, siteOf } from "../../modules/foundation/names";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import { Failure } from "../../scripts/failure";
import { type Account, text } from "../at-work/delivery";
import { elementAt, elementsAt, textAt } from "../gateway/xml";
import { get, json, type LocalAws, query } from "../local-aws";
import { answerFor } from "./origin";

/** Which region serves: its names, its node groups' sizes, and whether it takes uploads. */
export interface Serving {
  readonly endpoint: string;
  /** Where it is asked, which is always the recovery region: home may not answer. */
  readonly standby: Standby;
  /** The resources of both regions. */
  readonly account: Account;
  readonly homeAnswers: boolean;
}

/** A thing that learners need, and how it is looked at. @throws Failure when it is not as it must be */
export interface Item {
  readonly name: string;
  readonly look: () => Promise<string>;
}

/** What must serve learners in a region, item by item. */
export function itemsOf(serving: Serving, from: "home" | "recovery"): readonly Item[] {
  const { endpoint, standby, account } = serving;
  const { home, region } = standby;
  const aws = { endpoint, region };
  const own = from === "home" ? siteOf(home) : siteAt(standby);
  const groups = from === "home" ? standby.cluster.nodeGroups : home.cluster.nodeGroups;
  const there = siteAt(standby);
  return [
    writerItem({ aws, home: siteOf(home), writes: own.prefix }),
    {
      name: "name of the origin: where it leads",
      look: async () => {
        const readings = await latestReadings(serving);
        const observed = { homeAnswers: serving.homeAnswers, reading: (alarm: string) => readings.get(alarm) };
        const answer = answerFor(`origin.${home.edge.domain}`, account, observed);
        const balancer = account.find("aws_lb", "name", own.prefix);
        return must("the answer", answer, text(balancer, "dns_name"));
      },
    },
    {
      name: "load balancer in the recovery region",
      look: async () => {
        const form = { Action: "DescribeLoadBalancers", Version: "2015-12-01", "Names.member.1": there.prefix };
        const [balancer = {}] = elementsAt(
          elementAt(await query(aws, "elasticloadbalancing", form), "LoadBalancers"),
          "member",
        );
        const LoadBalancerArn = textAt(balancer, "LoadBalancerArn") ?? "";
        const groups = { Action: "DescribeTargetGroups", Version: "2015-12-01", LoadBalancerArn };
        const found = elementsAt(elementAt(await query(aws, "elasticloadbalancing", groups), "TargetGroups"), "member");
        must("its state", textAt(elementAt(balancer, "State"), "Code"), "active");
        must("the number of its target groups", String(found.length), String(LMS_SERVICE_NAMES.length));
        return `active, a target group for each of ${found.length} services`;
      },
    },
    {
      name: "nodes in the recovery region",
      look: async () => {
        const sizes = await sizesOf(aws, there.prefix);
        // What is raised gets as many nodes in each zone, so there may be more than at home.
        const suffices = (nodes: number, desired: number) => (from === "home" ? nodes === desired : nodes >= desired);
        for (const [name, { desiredSize }] of Object.entries(groups)) {
          const nodes = sizes.get(name) ?? 0;
          if (!suffices(nodes, desiredSize)) throw new Failure(`${name} must have ${desiredSize} nodes, got ${nodes}`);
        }
        return [...sizes].map(([name, nodes]) => `${name} ${nodes}`).join(", ");
      },
    },
    {
      name: "Redis in the recovery region",
      look: async () => {
        const form = { Action: "DescribeReplicationGroups", Version: "2015-02-02" };
        const groups = elementsAt(
          elementAt(await query(aws, "elasticache", form), "ReplicationGroups"),
          "ReplicationGroup",
        );
        for (const group of groups) must("the state of a store", textAt(group, "Status"), "available");
        return must(
          "the stores",
          groups
            .map((group) => textAt(group, "ReplicationGroupId"))
            .sort()
            .join(", "),
          [`${there.prefix}-cache`, `${there.prefix}-sessions`].join(", "),
        );
      },
    },
    {
      name: "rule that has uploads to the copy processed",
      look: async () => {
        const rule = (await json(aws, "events", "AWSEvents.DescribeRule", {
          Name: `${there.prefix}-video-uploaded`,
        })) as {
          readonly State?: string;
        };
        return must("its state", rule.State, from === "home" ? "DISABLED" : "ENABLED");
      },
    },
  ];
}

/** The cluster of the global database that takes the writes, asked in a region. */
export function writerItem({ aws, home, writes }: Writer): Item {
  return {
    name: "database: who writes",
    look: async () => {
      const form = {
        Action: "DescribeGlobalClusters",
        Version: "2014-10-31",
        GlobalClusterIdentifier: home.prefix,
      };
      const [cluster = {}] = elementsAt(
        elementAt(await query(aws, "rds", form), "GlobalClusters"),
        "GlobalClusterMember",
      );
      const members = elementsAt(elementAt(cluster, "GlobalClusterMembers"), "GlobalClusterMember");
      const writer = members.find((member) => textAt(member, "IsWriter") === "true") ?? {};
      return must("the writer", (textAt(writer, "DBClusterArn") ?? "").split(":").at(-1), writes);
    },
  };
}

/** Which cluster must write, and where that is asked. */
interface Writer {
  readonly aws: LocalAws;
  readonly home: Pick<Site, "prefix">;
  readonly writes: string;
}

/** How many nodes each group of a cluster is to have in all zones together, by its name in the settings. */
async function sizesOf(aws: LocalAws, cluster: string): Promise<ReadonlyMap<string, number>> {
  const path = `/clusters/${cluster}/node-groups`;
  const { nodegroups } = (await get(aws, "eks", path)) as { readonly nodegroups: readonly string[] };
  const described = (await Promise.all(nodegroups.map((name) => get(aws, "eks", `${path}/${name}`)))) as {
    readonly nodegroup: {
      readonly labels: Readonly<Record<string, string>>;
      readonly scalingConfig: { readonly desiredSize: number };
    };
  }[];
  const sizes = new Map<string, number>();
  for (const { nodegroup } of described) {
    const name = nodegroup.labels[NODE_GROUP_LABEL] ?? "";
    sizes.set(name, (sizes.get(name) ?? 0) + nodegroup.scalingConfig.desiredSize);
  }
  return sizes;
}

/** The last number that each alarm on a metric of people has read, by the alarm's name. */
async function latestReadings({ endpoint, standby, account }: Serving): Promise<ReadonlyMap<string, number>> {
  const readings = new Map<string, number>();
  for (const check of account.all("aws_route53_health_check")) {
    const name = text(check, "cloudwatch_alarm_name");
    const alarm = account.find("aws_cloudwatch_metric_alarm", "alarm_name", name);
    if (name === "" || alarm === undefined) continue;
    const dimensions = Object.entries((alarm.dimensions ?? {}) as Record<string, string>).flatMap(
      ([Name, Value], index) => [
        [`Dimensions.member.${index + 1}.Name`, Name],
        [`Dimensions.member.${index + 1}.Value`, Value],
      ],
    );
    const now = Date.now();
    const form = {
      Action: "GetMetricStatistics",
      Version: "2010-08-01",
      Namespace: text(alarm, "namespace"),
      MetricName: text(alarm, "metric_name"),
      Period: "60",
      "Statistics.member.1": "Maximum",
      StartTime: new Date(now - 3_600_000).toISOString(),
      EndTime: new Date(now + 60_000).toISOString(),
      ...Object.fromEntries(dimensions),
    };
    const result = await query({ endpoint, region: standby.region }, "monitoring", form);
    const points = elementsAt(elementAt(result, "Datapoints"), "member")
      .map((point) => [textAt(point, "Timestamp") ?? "", Number(textAt(point, "Maximum"))] as const)
      .sort(([one], [other]) => one.localeCompare(other));
    const last = points.at(-1);
    if (last !== undefined) readings.set(name, last[1]);
  }
  return readings;
}

function must(what: string, got: string | undefined, wanted: string): string {
  if (got === wanted) return wanted;
  throw new Failure(`${what} must be ${wanted}, got ${got || "nothing"}`);
}
