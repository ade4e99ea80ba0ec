/**
 * Takes the deployment of SERVICE that this build was at back, if it got as far as to change something, on an agent of its
 * own: that of the stage may be what was lost. Slack hears of it once it is under way, and again when it is over.
 */
def call() {
  if (!env.DEPLOYING || env.DEPLOYING == 'nothing') {
    return
  }
  lock(resource: "lms-${env.DEPLOYING}-${env.SERVICE}") {
    onAgent('deploy') {
      withCredentials([sshUserPrivateKey(credentialsId: 'lms-git-push', keyFileVariable: 'GIT_KEY_FILE')]) {
        env.PREVIOUS_TAG = sh(script: 'node scripts/run.js ci/scripts/revert-image.ts --environment "$DEPLOYING" --service "$SERVICE" --tag "$IMAGE_TAG" --key-file "$GIT_KEY_FILE"', returnStdout: true).trim()
      }
      if (env.PREVIOUS_TAG) {
        notifySlack('rollback')
        withRole("${env.DEPLOYING}/deployer") {
          sh 'node scripts/run.js ci/scripts/wait-for-argocd.ts --environment "$DEPLOYING" --service "$SERVICE" --tag "$PREVIOUS_TAG" --leaving "$DELIVERY"'
        }
        notifySlack('rolled-back')
      }
    }
  }
}
