// Image repositories of the shared account.

export { ImageSigningKey, type ImageSigningKeyProps, signingAlias } from "./image-signing-key";
export { Registry, type RegistryProps } from "./registry";
export { repositoryArn, repositoryName } from "./registry-policies";
