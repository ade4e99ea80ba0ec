import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import type {
  AccessLogs,
  Arn,
  DataProtection,
  SecurityGroup as SecurityGroupContract,
  Vpc,
} from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { PORTS } from "../foundation/ports";
import { DEFAULT_SERVICE, HEALTH_PATH, ROUTES, type Route, routeProblems } from "../foundation/routes";
import { TIME_LIMITS } from "../foundation/time-limits";
import { LOG_PREFIXES, MAINTENANCE_HEADER, MAINTENANCE_PAGE } from "../s3-cloudfront";
import { allowFromPrefixList, SecurityGroup } from "../vpc";
import { type LoadBalancerMetrics, loadBalancerMetrics } from "./metrics";
import type { OriginVerify } from "./origin-verify";
import { TargetGroups } from "./target-groups";

export interface LoadBalancerProps {
  readonly network: Pick<Vpc, "id" | "subnetIds" | "internetAccess" | "securityGroups">;
  /** Certificate in the load balancer's region, for the name by which CloudFront reaches it. */
  readonly certificate: Arn;
  /** Web ACL in its region. */
  readonly firewall: "none" | Arn;
  readonly originVerify: Pick<OriginVerify, "headerName" | "accepted">;
  /** Bucket of its access logs. */
  readonly logs: AccessLogs;
  /** `retained`: the load balancer cannot be deleted until its deletion protection is turned off. */
  readonly dataProtection: DataProtection;
  /** Service of each path; those of the LMS by default. */
  readonly routes?: readonly Route[];
  readonly site: Pick<Site, "region" | "prefix">;
}

/**
 * TLS 1.3, and 1.2 with forward secrecy and authenticated encryption for CloudFront, which uses no newer one for origins.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/**
 * Public Application Load Balancer that only CloudFront and Route 53's health checkers can reach. Requests without this
 * environment's origin-verify header get 403, except for the health check.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html
 */
export class LoadBalancer extends Construct {
  readonly loadBalancer: Lb;
  /** Groups for `TargetGroupBinding`s, by service. */
  readonly targetGroups: TargetGroups;
  /** Rules that accept the values of `originVerify`. */
  readonly rules: readonly LbListenerRule[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerProps,
  ) {
    super(scope, id);
    const { network, firewall, routes = ROUTES, site } = props;
    report(this, routeProblems(routes));
    const services = routes.map(({ service }) => service);
    this.targetGroups = new TargetGroups(this, "targets", { network, site, services });
    this.loadBalancer = this.createLoadBalancer(this.openToCloudFront(), this.openToHealthChecks());
    if (firewall !== "none") {
      new Wafv2WebAclAssociation(this, "firewall", { resourceArn: this.loadBalancer.arn, webAclArn: firewall.arn });
    }
    this.redirectToHttps();
    const listener = this.createListener();
    this.answerHealthChecks(listener);
    this.rules = [this.showMaintenance(listener), ...routes.map((route) => this.forward(listener, route))];
  }

  get metrics(): LoadBalancerMetrics {
    const suffixes = [...this.targetGroups.byService].map(([service, { arnSuffix }]) => [service, arnSuffix] as const);
    return loadBalancerMetrics(this.loadBalancer.arnSuffix, Object.fromEntries(suffixes));
  }

  /** Address and zone for an alias record. */
  get aliasTarget(): { readonly domainName: string; readonly hostedZoneId: string } {
    return { domainName: this.loadBalancer.dnsName, hostedZoneId: this.loadBalancer.zoneId };
  }

  private openToCloudFront(): SecurityGroupContract {
    const { loadBalancer } = this.props.network.securityGroups;
    // It counts as 55 of the 60 rules that a group may have: a second port would need a group of its own.
    const addresses = this.findPrefixList("cloudfront", "com.amazonaws.global.cloudfront.origin-facing");
    allowFromPrefixList(loadBalancer, addresses, PORTS.https, "CloudFront to its origins");
    return loadBalancer;
  }

  private openToHealthChecks(): SecurityGroup {
    const { network, site } = this.props;
    const group = new SecurityGroup(this, "health-checks", {
      vpcId: network.id,
      name: `${site.prefix}-health-checks`,
      description: "Health checks of the public load balancer",
    });
    const addresses = this.findPrefixList("route53", `com.amazonaws.${site.region}.route53-healthchecks`);
    allowFromPrefixList(group, addresses, PORTS.https, "Health checkers of Route 53");
    return group;
  }

  private findPrefixList(id: string, name: string): DataAwsEc2ManagedPrefixList {
    return new DataAwsEc2ManagedPrefixList(this, id, { name });
  }

  private createLoadBalancer(...groups: readonly SecurityGroupContract[]): Lb {
    const { network, dataProtection, logs, site } = this.props;
    return new Lb(this, "load-balancer", {
      name: site.prefix,
      loadBalancerType: "application",
      internal: false,
      subnets: [...network.subnetIds.public],
      securityGroups: groups.map((group) => group.id),
      dropInvalidHeaderFields: true,
      preserveHostHeader: true,
      enableZonalShift: true,
      idleTimeout: TIME_LIMITS.loadBalancerIdle,
      enableDeletionProtection: dataProtection === "retained",
      accessLogs: { enabled: true, bucket: logs.name, prefix: LOG_PREFIXES.loadBalancers },
      dependsOn: [...network.internetAccess, ...logs.writable],
    });
  }

  /** Redirects HTTP. The security groups open HTTPS only; should one open HTTP, it is not served either. */
  private redirectToHttps(): void {
    new LbListener(this, "http", {
      loadBalancerArn: this.loadBalancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [
        {
          type: "redirect",
          redirect: { protocol: "HTTPS", port: String(PORTS.https), statusCode: "HTTP_301" },
        },
      ],
    });
  }

  private createListener(): LbListener {
    return new LbListener(this, "https", {
      loadBalancerArn: this.loadBalancer.arn,
      port: PORTS.https,
      protocol: "HTTPS",
      sslPolicy: TLS_POLICY,
      certificateArn: this.props.certificate.arn,
      defaultAction: [
        {
          type: "fixed-response",
          fixedResponse: { statusCode: "403", contentType: "text/plain", messageBody: "Forbidden" },
        },
      ],
    });
  }

  /** Answers health checks without the header, which Route 53 cannot send. */
  private answerHealthChecks(listener: LbListener): void {
    new LbListenerRule(this, "rule-health", {
      listenerArn: listener.arn,
      priority: 1,
      condition: [{ pathPattern: { values: [HEALTH_PATH] } }, { httpRequestMethod: { values: ["GET"] } }],
      action: [{ type: "forward", targetGroupArn: this.targetGroups.of(DEFAULT_SERVICE).arn }],
    });
  }

  /** Shows the maintenance page, which CloudFront asks for when a page fails: it takes no pod. */
  private showMaintenance(listener: LbListener): LbListenerRule {
    const { name, value } = MAINTENANCE_HEADER;
    const fixedResponse = { statusCode: "503", contentType: "text/html", messageBody: MAINTENANCE_PAGE };
    return new LbListenerRule(this, "rule-maintenance", {
      listenerArn: listener.arn,
      priority: 2,
      condition: [this.fromCloudFront, { httpHeader: { httpHeaderName: name, values: [value] } }],
      action: [{ type: "fixed-response", fixedResponse }],
    });
  }

  private get fromCloudFront() {
    const { headerName, accepted } = this.props.originVerify;
    return { httpHeader: { httpHeaderName: headerName, values: [...accepted] } };
  }

  private forward(listener: LbListener, { service, priority, paths }: Route): LbListenerRule {
    const { fromCloudFront } = this;
    return new LbListenerRule(this, `rule-${service}`, {
      listenerArn: listener.arn,
      priority,
      condition: paths === "all" ? [fromCloudFront] : [fromCloudFront, { pathPattern: { values: [...paths] } }],
      action: [{ type: "forward", targetGroupArn: this.targetGroups.of(service).arn }],
    });
  }
}
