#!/usr/bin/env node
// Nothing is imported and nothing new is written here: an old Node.js reads this file to its end, and
// can say what is needed instead of failing at the first thing that it does not know.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 2) || (major === 20 && minor >= 19)) {
  import('./start.ts')
} else {
  const message = 'Oche needs Node.js 20.19, 22.2 or newer; this is ' + process.versions.node
  const remedy = 'Install a newer one: https://nodejs.org'
  process.exitCode = 1
  if (process.argv.indexOf('--json') >= 0) {
    console.log(JSON.stringify({ error: { code: 'NODE_UNSUPPORTED', message, remedy } }))
  } else {
    console.error('error: ' + message + '\n\u2192 ' + remedy)
  }
}
