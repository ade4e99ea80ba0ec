import { GLOBAL_REGION } from "../modules/foundation/regions";
import type { Contract } from "./contracts";
import { CONTRACT_DESCRIPTIONS, SECRET_CONTRACTS } from "./contracts";
import { inText } from "./hcl";
import type { Validation, Variable } from "./module";

/** A variable that is no setting of an environment: a name, zones, tags. */
export interface Given {
  readonly type: string;
  readonly description: string;
  readonly default: unknown;
  readonly validation?: readonly Validation[];
}

/** Variable of what a module is given beside settings. */
export function givenVariable(_: string, { default: value, ...given }: Given): Variable {
  return { ...given, default: value, nullable: value === null };
}

const OWN = { region: inText("data.aws_region.current.id"), called: "the module's own region " };
const GLOBAL = { region: GLOBAL_REGION, called: "" };

/** Values that belong to one region, which their ARN names, with the service in it. */
const REGIONAL: Readonly<Record<string, { readonly service: string } & typeof OWN>> = {
  kms_key_arns: { service: "kms", ...OWN },
  sns_topics: { service: "sns", ...OWN },
  queue_arns: { service: "sqs", ...OWN },
  cluster_arn: { service: "eks", ...OWN },
  mediaconvert_queue_arn: { service: "mediaconvert", ...OWN },
  load_balancer_certificate_arn: { service: "acm", ...OWN },
  global_kms_key_arns: { service: "kms", ...GLOBAL },
  global_sns_topics: { service: "sns", ...GLOBAL },
  cloudfront_certificate_arn: { service: "acm", ...GLOBAL },
  content_certificate_arn: { service: "acm", ...GLOBAL },
  web_acl_arns: { service: "wafv2", ...GLOBAL },
};

/** Variable of what a module takes from another one, with the places in it that are used. */
export function contractVariable(name: string, places: readonly Contract[]): Variable {
  const description = CONTRACT_DESCRIPTIONS[name] ?? name;
  if (places.some(({ awaited }) => awaited)) {
    return { type: "list(string)", description: `${description}. Only waited for`, default: [], nullable: false };
  }
  const validation = [...listValidations(name, places), ...regionValidations(name, places)];
  return {
    type: typeOf(places.map(({ keys, list }) => (list ? [...keys, 0] : keys))),
    description,
    nullable: false,
    ...(SECRET_CONTRACTS.includes(name) ? { sensitive: true as const } : {}),
    ...(validation.length === 0 ? {} : { validation }),
  };
}

/** Type of a value by the places in it: an object of its keys, a list of what has an index, or a string. */
function typeOf(places: readonly Contract["keys"][]): string {
  const [first] = places;
  if (first === undefined || first.length === 0) return "string";
  if (typeof first[0] === "number") return `list(${typeOf(places.map(([, ...rest]) => rest))})`;
  const keys = [...new Set(places.map(([key]) => String(key)))];
  const fields = keys.map((key) => {
    const below = places.filter(([each]) => String(each) === key).map(([, ...rest]) => rest);
    return `${key} = ${typeOf(below)}`;
  });
  return `object({ ${fields.join(", ")} })`;
}

/** Lists that have an element for each zone. */
function listValidations(name: string, places: readonly Contract[]): Validation[] {
  const lengths = new Map<string, number>();
  for (const { keys } of places) {
    const index = keys.at(-1);
    if (typeof index !== "number") continue;
    const list = [name, ...keys.slice(0, -1)].join(".");
    lengths.set(list, Math.max(lengths.get(list) ?? 0, index + 1));
  }
  return [...lengths].map(([list, length]) => ({
    condition: `\${length(var.${list}) == ${length}}`,
    error_message: `${list}: must have ${length} elements, one for each zone of the module, got \${length(var.${list})}; write the modules anew for another number of zones`,
  }));
}

function regionValidations(name: string, places: readonly Contract[]): Validation[] {
  const regional = REGIONAL[name];
  if (regional === undefined) return [];
  const { service, region, called } = regional;
  const arns = places.some(({ keys }) => keys.length > 0) ? `values(var.${name})` : `[var.${name}]`;
  return [
    {
      condition: `\${alltrue([for arn in ${arns} : can(regex("^arn:aws[a-z-]*:${service}:${region}:", arn))])}`,
      error_message: `${name}: must be in ${called}${region}, got \${jsonencode(${arns})}; AWS takes no other region's`,
    },
  ];
}

/** Region that the values of a variable must be in, and the service in their ARNs. */
export function regionOf(name: string, own: string): { readonly service: string; readonly region: string } | undefined {
  const regional = REGIONAL[name];
  return regional && { service: regional.service, region: regional.region === GLOBAL_REGION ? GLOBAL_REGION : own };
}
