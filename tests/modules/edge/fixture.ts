import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Construct } from "constructs";
import { AlertTopics } from "../../../modules/alerting/alert-topics";
import { Certificates } from "../../../modules/edge/certificates";
import { type AliasTarget, DnsRecords } from "../../../modules/edge/dns-records";
import { Firewall } from "../../../modules/edge/firewall/firewall";
import type { FirewallSettings } from "../../../modules/edge/firewall/settings";
import { HostedZone } from "../../../modules/edge/hosted-zone";
import { LoadBalancer } from "../../../modules/edge/load-balancer";
import { OriginVerify } from "../../../modules/edge/origin-verify";
import { RecoveryOrigin } from "../../../modules/edge/recovery-origin";
import type { EdgeSettings } from "../../../modules/edge/settings";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import type { Route } from "../../../modules/foundation/routes";
import { LogBucket } from "../../../modules/s3-cloudfront/log-bucket";
import { Network } from "../../../modules/vpc/network";
import { Root } from "../../../stacks/root";
import { synthesize } from "../../../stacks/synthesize";
import { dev, prod, staging, type TestEnvironment } from "../../support/environments";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";

/** What an edge of these tests is made of beside its environment. */
export interface EdgeCase {
  readonly edge: Omit<EdgeSettings, "firewall"> & { readonly firewall: FirewallSettings };
  /** Region of everything that is not global. */
  readonly region: string;
  readonly recoveryOrigin: "none" | AliasTarget;
  readonly routes?: readonly Route[];
}

/** The edge of a prod-like environment. */
export const PROD: EdgeCase = {
  edge: {
    domain: "lms.example.com",
    zone: { kind: "created", name: "lms.example.com", dnssec: "none" },
    originVerifyVersion: 1,
    firewall: {
      mode: "block",
      blockedCountries: "none",
      botControl: "none",
      requestsPerAddress: 50_000,
      loginsPerAddress: 2_000,
    },
  },
  region: "us-east-1",
  recoveryOrigin: "none",
};

const STAGING: EdgeCase = {
  ...PROD,
  edge: {
    domain: "staging.lms.example.com",
    zone: { kind: "created", name: "staging.lms.example.com", dnssec: "none" },
    originVerifyVersion: 1,
    firewall: {
      mode: "block",
      blockedCountries: "none",
      botControl: "none",
      requestsPerAddress: 10_000,
      loginsPerAddress: 500,
    },
  },
};

const DEV: EdgeCase = {
  ...PROD,
  edge: {
    domain: "dev.lms.example.com",
    zone: { kind: "created", name: "dev.lms.example.com", dnssec: "none" },
    originVerifyVersion: 1,
    firewall: {
      mode: "count",
      blockedCountries: "none",
      botControl: "none",
      requestsPerAddress: 5_000,
      loginsPerAddress: 200,
    },
  },
};

/** A root with an edge and what it stands on. */
export class EdgeRoot extends Root {
  constructor(scope: Construct, environment: TestEnvironment, { edge, region, ...rest }: EdgeCase) {
    super(scope, `${environment.name}-edge`, { ...environment, region });
    const { dataProtection, logRetentionDays } = environment;
    const site = siteOf({ ...environment, region });
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection });
    const zones = environment.network.zones.map((zone) => region + zone.slice(-1));
    const settings = { ...environment.network, zones };
    const network = new Network(this, "network", {
      keys,
      site,
      settings,
      controlPlaneZones: settings.zones,
      logRetentionDays,
    });
    const alarmTopic = new AlertTopics(this, "alerts", { keys, site }).critical;
    const globalProvider = this.providerIn("us-east-1", "global");
    const logs = new LogBucket(this, "logs", {
      site,
      bucketName: `${site.prefix}-logs`,
      dataProtection,
      retentionDays: 90,
    });

    const zone = new HostedZone(this, "zone", {
      globalProvider,
      alarmTopic,
      site,
      settings: edge,
      dataProtection,
    });
    const certificates = new Certificates(this, "certificates", { zone, site, globalProvider });
    const originVerify = new OriginVerify(this, "origin-verify", { settings: edge });
    const firewall = new Firewall(this, "firewall", {
      settings: edge.firewall,
      keys,
      globalLogsKey: { arn: "arn:aws:kms:us-east-1:333333333333:key/logs" },
      globalProvider,
      site,
      logRetentionDays,
    });
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      ...(rest.routes === undefined ? {} : { routes: rest.routes }),
      site,
      dataProtection,
      network,
      certificate: certificates.regional,
      firewall: firewall.loadBalancer,
      originVerify,
      logs,
    });
    new DnsRecords(this, "dns", {
      zone,
      loadBalancer,
      distribution: { domainName: "d111111abcdef8.cloudfront.net", hostedZoneId: "Z2FDTNDATAQYW2" },
      contentHost: { domainName: "d222222abcdef8.cloudfront.net", hostedZoneId: "Z2FDTNDATAQYW2" },
      recovery: "none",
      globalProvider,
      alarmTopic,
      site,
    });
    if (rest.recoveryOrigin !== "none") {
      const { domain } = edge;
      new RecoveryOrigin(this, "recovery-origin", { zoneId: zone.id, domain, target: rest.recoveryOrigin });
    }
    this.publish("given_to_cloudfront", "What the distribution takes", {
      certificate: certificates.global.arn,
      firewall: firewall.site.arn,
      origin: zone.originDomain,
      header: originVerify.headerName,
      value: originVerify.value,
    });
  }
}

const CASES = { dev: [dev, DEV], staging: [staging, STAGING], prod: [prod, PROD] } as const;
let roots: Map<string, SynthesizedRoot> | undefined;

/** The edge of a dev-, staging- or prod-like environment, synthesized once. */
export function edgeRoot(name: keyof typeof CASES): SynthesizedRoot {
  roots ??= synthesizeRoots(
    Object.values(CASES).map(
      ([environment, edge]) =>
        (app) =>
          new EdgeRoot(app, environment, edge),
    ),
  );
  const found = roots.get(`${name}-edge`);
  if (found === undefined) throw new Error(`no root ${name}-edge`);
  return found;
}

/** A change to the prod-like case; the parts of the settings can be changed one by one. */
export type EdgeChange = Partial<Omit<EdgeCase, "edge">> & {
  readonly edge?: Partial<Omit<EdgeSettings, "firewall">> & { readonly firewall?: Partial<FirewallSettings> };
};

function changed({ edge = {}, ...rest }: EdgeChange): EdgeCase {
  const firewall = { ...PROD.edge.firewall, ...edge.firewall };
  return { ...PROD, ...rest, edge: { ...PROD.edge, ...edge, firewall } };
}

/** The prod-like edge with a change. */
export function changedRoot(change: EdgeChange): SynthesizedRoot {
  const [root] = synthesizeRoots([(app) => new EdgeRoot(app, prod, changed(change))]).values();
  if (root === undefined) throw new Error("no root");
  return root;
}

/** The problems that a change to the prod-like edge has. */
export function problemsOf(change: EdgeChange): readonly string[] {
  const outdir = mkdtempSync(join(tmpdir(), "lms-synth-"));
  return synthesize(() => [(app) => new EdgeRoot(app, prod, changed(change))], outdir).problems;
}

/** A reference in Terraform's syntax. */
export function ref(expression: string): string {
  return `\${${expression}}`;
}
