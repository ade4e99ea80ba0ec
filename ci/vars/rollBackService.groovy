/** Takes a deployment of SERVICE to the stage's environment back, if it got as far as to change something, and tells so. */
def call() {
  withCredentials([sshUserPrivateKey(credentialsId: 'lms-git-push', keyFileVariable: 'GIT_KEY_FILE')]) {
    env.PREVIOUS_TAG = sh(script: 'node scripts/run.js ci/scripts/revert-image.ts --key-file "$GIT_KEY_FILE"', returnStdout: true).trim()
  }
  if (env.PREVIOUS_TAG) {
    notifySlack('rollback')
    withRole("${env.ENVIRONMENT}/deployer") {
      sh('node scripts/run.js ci/scripts/wait-for-argocd.ts --environment "$ENVIRONMENT" --service "$SERVICE" --tag "$PREVIOUS_TAG"')
    }
  }
}
