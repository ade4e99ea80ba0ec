import { parse, stringify } from "yaml";
import type { PlatformContract } from "./platform-contract";

/** Path of an environment's contract, below the project's folder. */
export function contractFile(environment: string): string {
  return `gitops/platform/${environment}.yaml`;
}

/** A contract as the text of its file: values of the service chart, below `platform`. */
export function contractText(contract: PlatformContract): string {
  const { environment } = contract;
  return (
    `# Written by \`npm run contract -- ${environment}\` from environments/${environment}.ts and the outputs of ` +
    `${environment}-platform.\n# Do not edit: run it again when either has changed.\n` +
    stringify({ platform: contract }, { lineWidth: 0 })
  );
}

/** The contract in the text of a file that holds one. */
export function parseContract(text: string): PlatformContract {
  return (parse(text) as { platform: PlatformContract }).platform;
}
