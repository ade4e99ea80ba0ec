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
    NAMED = 'nothing'
    APPROVER = 'nobody: <environment> needs no approval'
  }
  steps { applyRoot() }
}
