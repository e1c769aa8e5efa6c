// The demo: installs, builds, compiles examples/hello and serves it on PORT (default 3000).
import { spawn } from 'node:child_process'
import { ensureInstalled, root, run } from './install.mjs'

ensureInstalled()
console.error('Building oche …')
run(process.execPath, ['scripts/build.mjs'])
const port = process.env.PORT ?? '3000'
const dev = spawn(
  process.execPath,
  ['dist/cli/main.js', 'dev', '--cwd', 'examples/hello', '--port', port, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
)
// Ctrl-C reaches the child by itself; other signals are passed on.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => dev.kill(signal))
dev.on('exit', (code) => (process.exitCode = code ?? 1))
