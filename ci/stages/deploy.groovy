stage('Deploy to <environment>') {
  when {
    beforeOptions true
    beforeAgent true
    branch 'main'
    expression { env.STOPS.tokenize().contains('<environment>') }
  }
  options {
    lock(resource: "lms-<environment>-${service}")
    timeout(time: 1, unit: 'HOURS')
  }
  agent {
    kubernetes {
      yaml libraryResource('agents/deploy.yaml')
      defaultContainer 'tools'
      retries 2
    }
  }
  environment { ENVIRONMENT = '<environment>' }
  steps { deployService() }
}
