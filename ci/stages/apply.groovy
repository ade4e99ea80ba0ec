stage('Approve <environment>') {
  when {
    beforeInput true
    branch 'main'
    expression { env.CHANGED.tokenize().contains('<environment>') }
  }
  options { timeout(time: 1, unit: 'DAYS') }
  input {
    message "Apply <environment>? ${env.VERDICT} Digest ${env.REVIEW_DIGEST}"
    ok 'Apply <environment>'
    submitter 'lms-<environment>-approvers'
    submitterParameter 'APPROVED_BY'
    parameters {
      string(name: 'NAMED', defaultValue: 'nothing', description: 'What the verdict says must be named, such as: access 3, outage 1')
    }
  }
  steps {
    echo "Approved by ${APPROVED_BY}"
    script {
      env.NAMED_<ENVIRONMENT> = "${NAMED}"
      env.APPROVER_<ENVIRONMENT> = "${APPROVED_BY}"
      env.APPROVALS = "${env.APPROVALS ?: ''}, <environment> approved by ${APPROVED_BY}"
    }
  }
}
stage('Apply <environment>') {
  when {
    beforeOptions true
    beforeAgent true
    branch 'main'
    expression { env.CHANGED.tokenize().contains('<environment>') }
  }
  options {
    lock(resource: 'lms-<environment>')
    timeout(time: 4, unit: 'HOURS')
  }
  agent {
    kubernetes {
      yamlFile 'ci/resources/agents/deploy.yaml'
      defaultContainer 'tools'
    }
  }
  environment {
    ENVIRONMENT = '<environment>'
    NAMED = "${env.NAMED_<ENVIRONMENT>}"
    APPROVER = "${env.APPROVER_<ENVIRONMENT>}"
  }
  steps { applyRoot() }
}
