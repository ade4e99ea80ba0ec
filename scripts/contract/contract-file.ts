import { parse, stringify } from "yaml";
import type { PlatformContract } from "./platform-contract";

/** Path of a contract, below the project's folder. @param name of the environment, or of what stands by of it */
export function contractFile(name: string): string {
  return `gitops/platform/${name}.yaml`;
}

/** A contract as the text of its file: values of the service chart, below `platform`. @param name that of the file */
export function contractText(name: string, contract: PlatformContract): string {
  const { environment } = contract;
  return (
    `# Written by \`npm run contract -- ${name}\` from environments/${environment}.ts and the outputs of ` +
    `${name}-platform.\n# Do not edit: run it again when either has changed.\n` +
    stringify({ platform: contract }, { lineWidth: 0 })
  );
}

/** The contract in the text of a file that holds one. */
export function parseContract(text: string): PlatformContract {
  return (parse(text) as { platform: PlatformContract }).platform;
}
