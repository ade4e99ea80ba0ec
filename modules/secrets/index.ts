// Secrets Manager: secrets that people fill, and passwords that are in no state.

export { ApplicationSecrets, type ApplicationSecretsProps } from "./application-secrets";
export { EphemeralPassword } from "./ephemeral-password";
export { PLATFORM_SECRETS, type PlatformSecretName } from "./platform-secret-table";
export { Secret, type SecretProps } from "./secret";
