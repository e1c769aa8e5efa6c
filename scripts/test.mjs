// Installs and builds what the tests need, then runs them. Arguments go to vitest.
import { ensureInstalled, run, runPackage } from './install.mjs'

ensureInstalled()
run(process.execPath, ['scripts/build.mjs'])
runPackage('vitest', 'vitest', ['run', ...process.argv.slice(2)], { stdio: 'inherit' })
