import { Failure } from "../../scripts/failure";
import type { Steps } from "../steps";
import { type Addons, missingDefinitions } from "./addons";
import type { AddonsLife } from "./addons-life";
import type { KubernetesObject } from "./api";
import type { ClusterCommands } from "./commands";

/** Owner of the fields of what Terraform would make. */
const TERRAFORM = "Terraform";

/** Applies the root by kubectl and helm. Pods stand in for the charts that are not at hand. */
export class ByCommands implements AddonsLife {
  readonly needsAws = false;
  /** What stands in, and the definitions that other charts would bring. */
  private made: readonly KubernetesObject[] = [];

  constructor(
    private readonly addons: Addons,
    private readonly commands: ClusterCommands,
    private readonly steps: Steps,
  ) {}

  get presence() {
    return this.addons.presence;
  }

  async apply(): Promise<void> {
    const { addons, commands, steps } = this;
    await steps.run(
      "apply",
      async () => {
        await commands.apply(addons.objects, TERRAFORM);
        const rendered: KubernetesObject[] = [];
        for (const release of addons.charts) rendered.push(...(await commands.render(release)));
        this.made = [...(await missingDefinitions(rendered, commands)), ...addons.standIns];
        await commands.apply(this.made, "helm");
        for (const release of addons.charts) await commands.release(release);
      },
      () => `${addons.objects.length + this.made.length} objects, by kubectl and helm`,
    );
  }

  async applyAgain(): Promise<void> {
    await this.steps.run("apply again", async () => {
      const difference = await this.commands.diff(this.addons.objects, TERRAFORM);
      if (difference === "") return;
      throw new Failure(`what was applied must be as it was applied, got:\n${difference}`);
    });
  }

  async replace(name: string): Promise<void> {
    const release = this.addons.charts.find((one) => one.name === name);
    if (release === undefined) throw new Error(`${name} must be a release whose chart is at hand`);
    await this.commands.helm("uninstall", name, "--namespace", release.namespace, "--wait");
    await this.commands.release(release);
  }

  async destroy(): Promise<void> {
    const { addons, commands, made } = this;
    await commands.delete(made.filter(({ kind }) => kind !== "CustomResourceDefinition"));
    for (const { name, namespace } of [...addons.charts].reverse()) {
      await commands.helm("uninstall", name, "--namespace", namespace, "--wait");
    }
    await commands.delete(made.filter(({ kind }) => kind === "CustomResourceDefinition"));
    await commands.delete([...addons.objects].reverse());
  }
}
