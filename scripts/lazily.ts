/** Makes a value when it is asked for first, and keeps it: what costs time, and most runs of a program do without. */
export function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
