import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { expect, it } from "vitest";
import { KeepIrreplaceable } from "../../../modules/foundation/irreplaceable";
import { Root } from "../../../stacks/root";
import { prod } from "../../support/environments";
import { synthesizeRoots } from "../../support/synthesized";

class KeptRoot extends Root {
  constructor(scope: Construct) {
    super(scope, "prod-kept", prod);
    new Vpc(this, "vpc", { cidrBlock: "10.0.0.0/16", lifecycle: { ignoreChanges: ["tags"] } });
    new SecurityGroup(this, "group", {});
    const store = { replicationGroupId: "lms", description: "Redis" };
    new ElasticacheReplicationGroup(this, "sessions", { ...store, finalSnapshotIdentifier: "lms-final" });
    new ElasticacheReplicationGroup(this, "cache", store);
    new SecretsmanagerSecret(this, "filled", { recoveryWindowInDays: 30 });
    new SecretsmanagerSecret(this, "rotated", { recoveryWindowInDays: 0 });
    Aspects.of(this).add(new KeepIrreplaceable());
  }
}

it("keeps what cannot be made again, and lets everything else go", () => {
  const [root] = synthesizeRoots([(app) => new KeptRoot(app)]).values();
  expect(root?.attribute("aws_vpc", "lifecycle")).toEqual({ vpc: { ignore_changes: ["tags"], prevent_destroy: true } });
  expect(root?.attribute("aws_security_group", "lifecycle")).toEqual({ group: undefined });
  expect(root?.attribute("aws_elasticache_replication_group", "lifecycle")).toEqual({
    sessions: { prevent_destroy: true },
    cache: undefined,
  });
  expect(root?.attribute("aws_secretsmanager_secret", "lifecycle")).toEqual({
    filled: { prevent_destroy: true },
    rotated: undefined,
  });
});
