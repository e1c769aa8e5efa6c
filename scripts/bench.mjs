// Builds, then runs bench/<name>/index.mjs; further arguments go to it. See bench/README.md.
import { existsSync, readdirSync } from 'node:fs'
import { ensureInstalled, root, run } from './install.mjs'

const [name, ...args] = process.argv.slice(2)
const names = readdirSync(new URL('../bench', import.meta.url)).filter((folder) =>
  existsSync(new URL(`../bench/${folder}/index.mjs`, import.meta.url)),
)

if (name === undefined || !names.includes(name)) {
  const wrong = name === undefined ? '' : `There is no benchmark "${name}". `
  console.error(
    `${wrong}npm run bench -- NAME, where NAME is one of: ${names.join(', ') || '(none)'}`,
  )
  process.exit(2)
}
ensureInstalled()
run(process.execPath, ['scripts/build.mjs'])
run(process.execPath, [`bench/${name}/index.mjs`, ...args], { cwd: root, stdio: 'inherit' })
