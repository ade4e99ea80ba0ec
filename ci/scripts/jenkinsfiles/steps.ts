/**
 * Everything that a pipeline may call or say, by the Jenkins plugin that brings it. A name that is not here is a mistake, or a
 * plugin that this Jenkins does not have.
 */
export const STEPS: Readonly<Record<string, readonly string[]>> = {
  "pipeline-model-definition": [
    ...["pipeline", "agent", "options", "parameters", "environment", "stages", "stage", "steps", "parallel", "script"],
    ...["when", "beforeAgent", "beforeInput", "beforeOptions", "branch", "expression"],
    ...["input", "message", "ok", "submitter", "submitterParameter", "skipDefaultCheckout"],
    ...["post", "always", "success", "aborted", "failure"],
  ],
  "workflow-basic-steps": [
    "catchError",
    "dir",
    "echo",
    "retry",
    "stash",
    "timeout",
    "unstash",
    "withEnv",
    "archiveArtifacts",
  ],
  "workflow-cps": ["disableConcurrentBuilds", "choice", "string", "buildDiscarder", "logRotator"],
  "workflow-durable-task-step": ["node", "sh", "nonresumable"],
  "workflow-scm-step": ["checkout"],
  "pipeline-build-step": ["build"],
  "pipeline-groovy-lib": ["libraryResource"],
  "pipeline-milestone-step": ["milestone"],
  "credentials-binding": ["withCredentials", "file"],
  "ssh-credentials": ["sshUserPrivateKey"],
  git: ["scmGit"],
  junit: ["junit"],
  kubernetes: [
    "kubernetes",
    "yaml",
    "yamlFile",
    "defaultContainer",
    "retries",
    "podTemplate",
    "container",
    "kubernetesAgent",
  ],
  "lockable-resources": ["lock"],
  timestamper: ["timestamps"],
  groovy: ["=", "body", "contains", "each", "else", "if", "return", "tokenize", "trim"],
};
