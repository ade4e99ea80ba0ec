/** Every problem of the configuration at once. A message for the user: printed as a list, without a stack trace. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigurationError";
  }
}
