import { Fn } from "cdktf";
import { isReference } from "./checks";

/** JSON of a value: its text where all of it is known, else an expression that Terraform writes it by. */
export function jsonText(value: unknown): string {
  let isKnown = true;
  const text = JSON.stringify(value, (_, part) => {
    isKnown &&= !isReference(part);
    return part;
  });
  return isKnown ? text : Fn.jsonencode(value);
}
