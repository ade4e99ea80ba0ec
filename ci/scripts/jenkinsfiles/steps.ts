/**
 * Everything that a pipeline may call, by the Jenkins plugin that brings it. A name that is not here is a mistake, or a
 * plugin that this Jenkins does not have.
 */
export const STEPS: Readonly<Record<string, readonly string[]>> = {
  "pipeline-model-definition": [
    ...["pipeline", "agent", "options", "parameters", "environment", "stages", "stage", "steps", "parallel", "script"],
    ...["when", "beforeAgent", "beforeInput", "beforeOptions", "branch", "expression"],
    ...["input", "message", "ok", "submitter", "submitterParameter", "skipDefaultCheckout"],
    ...["post", "always", "success", "unsuccessful"],
  ],
  "workflow-basic-steps": ["catchError", "dir", "echo", "stash", "timeout", "unstash", "withEnv", "archiveArtifacts"],
  "workflow-cps": ["disableConcurrentBuilds", "choice", "string", "buildDiscarder", "logRotator"],
  "workflow-durable-task-step": ["node", "sh"],
  "workflow-scm-step": ["checkout"],
  "workflow-multibranch": ["readTrusted"],
  "pipeline-build-step": ["build"],
  "credentials-binding": ["withCredentials", "file"],
  "ssh-credentials": ["sshUserPrivateKey"],
  git: ["scmGit"],
  junit: ["junit"],
  kubernetes: ["kubernetes", "yamlFile", "defaultContainer", "podTemplate", "container"],
  "lockable-resources": ["lock"],
  timestamper: ["timestamps"],
  groovy: ["body", "contains", "each", "tokenize", "trim"],
};
