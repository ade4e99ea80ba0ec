import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { expect, it } from "vitest";
import { Certificates, DnsRecords, Firewall, HostedZone, LoadBalancer, OriginVerify } from "../../../modules/edge";
import type { FirewallSettings } from "../../../modules/edge/firewall/settings";
import type { EdgeSettings } from "../../../modules/edge/settings";
import { buildFromVariables } from "../../support/variables";
import { ref } from "./fixture";

it("is built from variables as it is from values", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables((root) => {
    const site = root.site();
    const globalProvider = root.globalProvider();
    const alarmTopic = root.arn("alarm_topic");
    const settings: EdgeSettings & { readonly firewall: FirewallSettings } = {
      domain: root.text("domain"),
      zone: { kind: "created", name: root.text("zone_name"), dnssec: "signed" },
      originVerifyVersion: 1,
      firewall: {
        mode: "block",
        blockedCountries: [root.text("blocked_country")],
        botControl: "common",
        requestsPerAddress: root.number("requests_per_address"),
        loginsPerAddress: 100,
      },
    };
    const zone = new HostedZone(root, "zone", {
      globalProvider,
      alarmTopic,
      site,
      settings,
      dataProtection: "retained",
    });
    const certificates = new Certificates(root, "certificates", { zone, globalProvider, site });
    const firewall = new Firewall(root, "firewall", {
      keys: { logs: root.arn("logs_key") },
      globalLogsKey: root.arn("global_logs_key"),
      globalProvider,
      site,
      settings: settings.firewall,
      logRetentionDays: root.number("log_retention_days"),
    });
    const subnetIds = [root.text("subnet_a"), root.text("subnet_b")];
    const loadBalancer = new LoadBalancer(root, "load-balancer", {
      network: {
        id: root.text("vpc_id"),
        subnetIds: {
          public: subnetIds,
          "private-app": subnetIds,
          "private-data": subnetIds,
          "control-plane": subnetIds,
        },
        internetAccess: [],
        securityGroups: {
          loadBalancer: new SecurityGroup(root, "public", {}),
          workloads: new SecurityGroup(root, "workloads", {}),
        },
      },
      certificate: certificates.regional,
      firewall: firewall.loadBalancer,
      originVerify: new OriginVerify(root, "origin-verify", { settings }),
      logs: { name: root.text("log_bucket"), writable: [] },
      site,
      dataProtection: "retained",
    });
    return new DnsRecords(root, "dns", {
      zone,
      loadBalancer,
      distribution: { domainName: root.text("distribution_domain"), hostedZoneId: root.text("distribution_zone") },
      contentHost: { domainName: root.text("content_domain"), hostedZoneId: root.text("content_zone") },
      recovery: "none",
      globalProvider,
      alarmTopic,
      site,
    });
  });
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  expect(Object.values(resources.aws_route53_zone ?? {}).map(({ name }) => name)).toEqual([ref("var.zone_name")]);
  expect(JSON.stringify(resources.aws_wafv2_web_acl)).toContain(String.raw`\"Limit\" = var.requests_per_address,`);
});
