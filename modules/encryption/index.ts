// KMS keys with their policies, and replicas of them in another region.

export { EncryptionKey, type EncryptionKeyProps } from "./encryption-key";
export { EncryptionKeys, type EncryptionKeysProps } from "./encryption-keys";
export { type KeyUse, keyPolicy } from "./key-policy";
export { MESSAGES_USE } from "./messages-use";
export { ReplicaKey, type ReplicaKeyProps } from "./replica-key";
