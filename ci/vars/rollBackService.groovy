/** Takes a deployment of SERVICE to the stage's environment back, and tells so. */
def call() {
  withCredentials([
    sshUserPrivateKey(credentialsId: 'lms-git-push', keyFileVariable: 'GIT_KEY_FILE'),
    file(credentialsId: "lms-${env.ENVIRONMENT}-argocd-token", variable: 'ARGOCD_TOKEN_FILE')
  ]) {
    env.PREVIOUS_TAG = sh(script: 'node scripts/run.js ci/scripts/revert-image.ts --key-file "$GIT_KEY_FILE"', returnStdout: true).trim()
    if (env.PREVIOUS_TAG) {
      notifySlack('rollback')
      sh('node scripts/run.js ci/scripts/wait-for-argocd.ts --environment "$ENVIRONMENT" --service "$SERVICE" --tag "$PREVIOUS_TAG" --token-file "$ARGOCD_TOKEN_FILE"')
    }
  }
}
