import { DELIVERED } from "../../../environments";
import { Failure } from "../../../scripts/failure";
import { ENVIRONMENT_OPTION } from "../shared/choices";

/** The options that name the way of a delivery. */
export const WAY_OPTIONS = {
  from: { ...ENVIRONMENT_OPTION, about: "The first environment." },
  until: { ...ENVIRONMENT_OPTION, about: "The last environment." },
} as const;

/** The environments on the way of a delivery. @throws Failure for a way back */
export function stopsOf(where: string, from: string, until: string): readonly string[] {
  const names: readonly string[] = DELIVERED.map(({ name }) => name);
  const stops = names.slice(names.indexOf(from), names.indexOf(until) + 1);
  if (stops.length > 0) return stops;
  throw new Failure(`${where}: --until must not come before --from, got ${from} to ${until}; choose another`);
}

/** Whether an environment is delivered to as it is merged, before anyone is asked. */
export function isFirst(environment: string): boolean {
  return environment === DELIVERED[0]?.name;
}
