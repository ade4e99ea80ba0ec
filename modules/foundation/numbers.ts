import { Op, Token } from "cdktf";
import { isReference } from "./checks";

// Arithmetic with numbers that Terraform alone may know. At synth, cdktf stands a huge negative number in for them, which
// the operators of JavaScript would spoil.

/** Product of a number, such as a variable in days, and a factor, such as the seconds of a day. */
export function times(value: number, factor: number): number {
  return isReference(value) ? Token.asNumber(Op.mul(value, factor)) : value * factor;
}

/** Sum of a number and another one that is known. */
export function plus(value: number, addend: number): number {
  return isReference(value) ? Token.asNumber(Op.add(value, addend)) : value + addend;
}

/** Number as text. */
export function textOf(value: number): string {
  return isReference(value) ? Token.asString(value) : String(value);
}
