// Secrets Manager: secrets that people fill, and passwords that are in no state.

export {
  ApplicationSecrets,
  type ApplicationSecretsProps,
  PLATFORM_SECRETS,
  type PlatformSecretName,
} from "./application-secrets";
export { EphemeralPassword } from "./ephemeral-password";
export { Secret, type SecretProps } from "./secret";
