import { chooseProviderSource, type ProviderSource } from "../scripts/provider-source";
import { Terraform } from "../scripts/terraform";
import { sandboxFolder } from "./lease";
import { findMoto } from "./moto";

/** The programs that a local AWS is tried with. */
export interface Programs {
  /** With the providers that are at hand. */
  readonly terraform: Terraform;
  /** The Python that runs moto. */
  readonly python: string;
  readonly providers: ProviderSource;
}

/** Finds them, or gets them. @throws Failure in one line that says what to install */
export async function findPrograms(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Programs> {
  const found = await Terraform.find(env, signal);
  const python = await findMoto(env, signal);
  const providers = await chooseProviderSource(env, { folder: sandboxFolder() });
  return { terraform: found.with({ env: { ...found.env, ...providers.env } }), python, providers };
}
