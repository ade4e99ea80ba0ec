import type { App } from "cdktf";
import { expect, it } from "vitest";
import { GLOBAL_REGION, type GlobalProvider } from "../../../modules/foundation/regions";
import { Root } from "../../../stacks/root";
import { synthesizeRoots } from "../../support/synthesized";

/** A root with a provider of us-east-1, and another that the compiler refuses in its place. */
class RegionsRoot extends Root {
  constructor(app: App) {
    super(app, "test-regions", {
      name: "test",
      account: "777777777777",
      region: "eu-west-1",
      stateBucket: "lms-test-terraform-state-777777777777",
      owner: "owner",
      costCenter: "cost",
    });
    const global: GlobalProvider = this.providerIn(GLOBAL_REGION, "global");
    // @ts-expect-error: of another region
    const other: GlobalProvider = this.providerIn("eu-central-1", "other");
    this.publish("regions", "Regions of the providers", [global.region, other.region]);
  }
}

it("knows the provider of us-east-1 by its type, and gives it that region", () => {
  const root = synthesizeRoots([(app) => new RegionsRoot(app)]).get("test-regions");
  expect(root?.json.output.regions?.value).toEqual(["us-east-1", "eu-central-1"]);
});
