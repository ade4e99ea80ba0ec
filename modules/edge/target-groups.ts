import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import type { Vpc } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { PORTS } from "../foundation/ports";
import { HEALTH_PATH } from "../foundation/routes";
import type { LmsServiceName } from "../foundation/services";
import { TIME_LIMITS } from "../foundation/time-limits";

export interface TargetGroupsProps {
  readonly network: Pick<Vpc, "id">;
  readonly services: readonly LmsServiceName[];
  readonly site: Pick<Site, "prefix">;
}

/** Seconds for which a new pod gets a growing share of the requests. */
const SLOW_START_SECONDS = 60;

/**
 * Target groups of the services that are open to the internet. A group is empty until a `TargetGroupBinding` in the cluster
 * names it: the AWS Load Balancer Controller then keeps the pods' addresses in it.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/
 */
export class TargetGroups extends Construct {
  readonly byService: ReadonlyMap<LmsServiceName, LbTargetGroup>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TargetGroupsProps,
  ) {
    super(scope, id);
    this.byService = new Map(props.services.map((service) => [service, this.createGroup(service)]));
  }

  /** Target group of a service. @throws RangeError for a service that has none */
  of(service: LmsServiceName): LbTargetGroup {
    const group = this.byService.get(service);
    if (group === undefined) {
      throw new RangeError(
        `${this.node.path}: must have a group for the service, got ${JSON.stringify(service)}; add it to the services`,
      );
    }
    return group;
  }

  private createGroup(service: LmsServiceName): LbTargetGroup {
    const { network, site } = this.props;
    return new LbTargetGroup(this, service, {
      // At most six characters. A fixed name could not be replaced while a rule uses the old group.
      namePrefix: `${service.slice(0, 5)}-`,
      vpcId: network.id,
      targetType: "ip",
      protocol: "HTTP",
      port: PORTS.workload,
      slowStart: SLOW_START_SECONDS,
      deregistrationDelay: String(TIME_LIMITS.deregistration),
      stickiness: { enabled: false, type: "lb_cookie" },
      healthCheck: {
        path: HEALTH_PATH,
        matcher: "200",
        interval: 15,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags: { Name: `${site.prefix}-${service}` },
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
