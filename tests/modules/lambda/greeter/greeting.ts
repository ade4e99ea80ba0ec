/** An import of the function's own, which the bundle must hold. */
export function greeting(name: string, place: string): string {
  return `Hello ${name} in ${place}`;
}
