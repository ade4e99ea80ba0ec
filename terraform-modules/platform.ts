import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Aspects, Fn, type IAspect, ref, TerraformResource, Token } from "cdktf";
import type { IConstruct } from "constructs";
import type { Environment } from "../environments/environment";
import { filesOf } from "../modules/cluster-addons";
import { matching } from "../modules/foundation/conditions";
import { PROJECT } from "../modules/foundation/names";
import { PlatformStack } from "../stacks/platform-stack";
import type { RootBuilder } from "../stacks/synthesize";
import { type Configuration, type CutModule, cut } from "./cut";
import { inText } from "./hcl";
import type { NamedSetting } from "./setting-variables";
import { synthesized } from "./synthesized";
import type { Given } from "./taken-variables";
import { MARKS, qualifiedName, variableEnvironment } from "./variables";

/** A platform of variables, cut into modules. */
export interface Platform {
  /** Region of the environment that its structure is of. */
  readonly region: string;
  readonly modules: readonly CutModule[];
  readonly settings: readonly NamedSetting[];
  readonly given: ReadonlyMap<string, Given>;
  /** What resources read from files, by its path below the folder of assets. */
  readonly assets: ReadonlyMap<string, Buffer>;
}

/** Names that the field has for settings; others have their own, without the group that they are in. */
const NAMES: Readonly<Record<string, string>> = {
  log_retention_days: "cloudwatch_log_group_retention_in_days",
  cluster_public_access: "endpoint_public_access_cidrs",
  cluster_node_groups: "eks_managed_node_groups",
  database_backup_retention_days: "backup_retention_period",
  database_backup_window: "preferred_backup_window",
  database_maintenance_window: "preferred_maintenance_window",
};

/** Builds a platform of variables by an environment, and cuts it. @throws ConfigurationError with every problem */
export function variablePlatform(like: Environment): Platform {
  const { environment, variables } = variableEnvironment(like);
  const build: RootBuilder = (app) => {
    const root = new PlatformStack(app, environment);
    Aspects.of(root).add(new GivenTags());
    return root;
  };
  const { json, assets } = synthesized(build, (folder) => ({
    json: readFileSync(join(folder, "cdk.tf.json"), "utf8"),
    assets: filesBelow(join(folder, "assets")),
  }));
  const zones = zonesOf(environment);
  const text = withVariables(json, like, zones);
  const { network, cluster } = environment;
  const placeOf = (tier: string, letter: string) => {
    const ofTier = tier === "control_plane" ? cluster.controlPlaneZones : network.zones;
    return ofTier.findIndex((zone) => zone.endsWith(letter));
  };
  return {
    region: like.region,
    modules: cut(JSON.parse(text) as Configuration, placeOf),
    settings: variables.map((variable) => {
      const qualified = qualifiedName(variable.keys);
      return { ...variable, qualified, name: NAMES[qualified] ?? qualifiedName(variable.keys.slice(-1)) };
    }),
    given: givenVariables(like, zones),
    assets,
  };
}

function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [relative(folder, file), readFileSync(file)];
    }),
  );
}

/** Tags that a module is given, on everything that has tags. */
class GivenTags implements IAspect {
  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node) || !("tagsInput" in node)) return;
    const resource = node as TerraformResource & {
      tags: unknown;
      readonly tagsInput?: Readonly<Record<string, string>>;
    };
    const own = resource.tagsInput;
    // To some resources an empty map of tags is another value than none.
    const tags = own === undefined ? ref("length(var.tags) == 0 ? null : var.tags") : Fn.merge([ref("var.tags"), own]);
    resource.tags = Token.asStringMap(tags);
  }
}

type Zones = Readonly<Record<keyof typeof MARKS.region, readonly string[]>>;

/** Marks of all zones of each region, in the order of their letters. */
function zonesOf({ network, cluster, database, recovery }: Environment): Zones {
  const ordered = (zones: readonly string[]) => [...new Set(zones)].sort();
  return {
    home: ordered([...network.zones, ...cluster.controlPlaneZones, ...Object.keys(database.capacity.instances)]),
    recovery: recovery !== "none" && "zones" in recovery ? ordered(recovery.zones) : [],
  };
}

/** A configuration with variables in the place of marks. @throws RangeError for a mark that is left */
function withVariables(text: string, like: Environment, { home, recovery }: Zones): string {
  const boundary = `arn:aws:iam::\${data.aws_caller_identity.current.account_id}:policy/${PROJECT}-${MARKS.environment}-access-boundary`;
  const replacements: readonly (readonly [mark: string, by: string])[] = [
    ...[...home, ...recovery].map((zone) => [zone.replaceAll("-", "_"), zone.slice(-1)] as const),
    ...home.map((zone, index) => [zone, inText(`var.azs[${index}]`)] as const),
    ...recovery.map((zone, index) => [zone, inText(`var.recovery_azs[${index}]`)] as const),
    [MARKS.region.home, inText("data.aws_region.current.id")],
    ['"filename": "assets/', `"filename": "${inText("path.module")}/assets/`],
    [`: "${PROJECT}_${MARKS.environment}"`, `: "${inText('replace(var.name, \\"-\\", \\"_\\")')}"`],
    [`${PROJECT}_${MARKS.environment}`, "cluster"],
    [boundary, inText("var.permissions_boundary")],
    [filesOf(like.addons.gitops), inText("var.runbooks_url")],
    [`${PROJECT}-${MARKS.environment}`, inText("var.name")],
    [`${PROJECT}/${MARKS.environment}`, inText("local.path")],
    [MARKS.environment, inText("var.environment")],
  ];
  const replaced = replacements.reduce((result, [mark, by]) => result.replaceAll(mark, () => by), text);
  const left = /zz[-_a-z0-9]+/.exec(replaced);
  if (left !== null) throw new RangeError(`${left[0]}: must have become a variable, got it in a configuration`);
  return replaced;
}

function givenVariables(like: Environment, { home, recovery }: Zones): ReadonlyMap<string, Given> {
  const region = inText("data.aws_region.current.id");
  const zones = (name: string, ofRegion: string, marks: readonly string[], inRegion?: string): Given => ({
    type: "list(string)",
    description: `Availability zones, ${marks.length} of them, in the order of their subnets: the first has the place ${marks[0]?.slice(-1)}`,
    default: marks.map((mark) => `${ofRegion}${mark.slice(-1)}`),
    validation: [
      {
        condition: `\${length(distinct(var.${name})) == ${marks.length} && length(var.${name}) == ${marks.length}}`,
        error_message: `${name}: must name ${marks.length} zones, each once, got \${jsonencode(var.${name})}; write the modules anew for another number of zones`,
      },
      ...(inRegion === undefined
        ? []
        : [
            {
              condition: `\${alltrue([for zone in var.${name} : can(regex("^${inRegion}[a-z]$", zone))])}`,
              error_message: `${name}: must be zones ${inRegion}a to ${inRegion}h, got \${jsonencode(var.${name})}; name a zone of the region`,
            },
          ]),
    ],
  });
  const other = like.recovery !== "none" && "region" in like.recovery ? like.recovery.region : "";
  return new Map<string, Given>([
    [
      "name",
      {
        type: "string",
        description: "First part of every name, 3-14 lower-case letters, digits or single hyphens",
        default: `${PROJECT}-${like.name}`,
        validation: [
          {
            condition: `\${${matching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)("var.name")} && length(var.name) >= 3 && length(var.name) <= 14}`,
            error_message: `name: must be 3-14 lower-case letters, digits or single hyphens, a letter first, got ${inText("jsonencode(var.name)")}; shorten it; it is part of every resource's name`,
          },
        ],
      },
    ],
    ["environment", { type: "string", description: "Value of the tag Environment of nodes", default: like.name }],
    ["azs", zones("azs", like.region, home, region)],
    ["recovery_azs", zones("recovery_azs", other, recovery)],
    [
      "permissions_boundary",
      { type: "string", description: "ARN of the permissions boundary of every role; null for none", default: null },
    ],
    [
      "runbooks_url",
      {
        type: "string",
        description: "URL of the repository's files, below which alarms link docs/runbooks.md",
        default: filesOf(like.addons.gitops),
      },
    ],
    [
      "tags",
      { type: "map(string)", description: "Tags of everything, beside the provider's default tags", default: {} },
    ],
  ]);
}
