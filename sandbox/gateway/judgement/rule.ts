import type { JsonObject } from "../json";
import type { Context } from "../service";
import type { Quotas } from "./quotas";

/** What a rule may look at besides the parameters. */
export interface Scene extends Context {
  /** The region of the request. */
  readonly region: string;
  /** What the account may have. */
  readonly quotas: Quotas;
}

/** Something that AWS refuses and its models do not tell. @throws AwsError in AWS's words */
export type Rule = (parameters: JsonObject, scene: Scene) => void | Promise<void>;

/** The rules of a service by operation. */
export type Rules = Readonly<Record<string, readonly Rule[]>>;
