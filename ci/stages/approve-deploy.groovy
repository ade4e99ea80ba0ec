stage('Ask for <environment>') {
  when {
    branch 'main'
    expression { env.STOPS.tokenize().contains('<environment>') }
  }
  steps {
    // An older build that still waits here is given up: what is approved is the newest.
    milestone(label: '<environment>')
    onAgent('tools') { notifySlack('approval') }
  }
}
stage('Approve <environment>') {
  when {
    beforeInput true
    branch 'main'
    expression { env.STOPS.tokenize().contains('<environment>') }
  }
  options { timeout(time: 1, unit: 'DAYS') }
  input {
    message "Deploy ${env.ABOUT} to <environment>? ${env.RELEASE_NOTES} ${env.DELIVERY_DIFF} (delivery.diff)"
    ok 'Deploy to <environment>'
    submitter 'lms-<environment>-approvers'
    submitterParameter 'APPROVED_BY'
  }
  steps {
    echo "Approved by ${APPROVED_BY}"
    script {
      env.APPROVER = "${APPROVED_BY}"
      env.APPROVALS = "${env.APPROVALS ?: ''}, <environment> approved by ${APPROVED_BY}"
    }
  }
}
