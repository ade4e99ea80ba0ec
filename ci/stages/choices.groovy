choice(name: 'FROM', choices: [<environments>], description: 'The first environment to deploy to')
choice(name: 'UNTIL', choices: [<environments>], description: 'The last environment to deploy to')
