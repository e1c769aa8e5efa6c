// Replays a folder of recordings of AWS: one line a case, last line "N passed, N failed".
// Status 77 where there is nothing to replay.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled, root } from './install.mjs'

const folder = resolve(
  process.env.OCHE_RECORDINGS ??
    fileURLToPath(new URL('../../shared/aws-recordings', import.meta.url)),
)
if (!existsSync(folder)) {
  console.error(
    `No recordings to replay: ${folder} is not there. OCHE_RECORDINGS names another folder.`,
  )
  process.exit(77)
}

ensureInstalled()
const { startVitest } = await import('vitest/node')

const counts = { passed: 0, failed: 0 }
const reporter = {
  onTestCaseResult(test) {
    const { state, errors = [] } = test.result()
    if (!(state in counts)) return
    counts[state]++
    console.log(`${state === 'passed' ? 'ok  ' : 'FAIL'} ${test.name}`)
    for (const error of errors) console.log(indented(error.message))
  },
  onTestRunEnd(modules, unhandled) {
    const broken = modules.flatMap((module) => module.errors())
    for (const error of [...broken, ...unhandled]) {
      counts.failed++
      console.log(`FAIL ${error.stack ?? error.message}`)
    }
  },
}

const vitest = await startVitest('test', ['tests/conformance/recordings.suite.ts'], {
  root,
  config: 'vitest.suites.config.ts',
  watch: false,
  reporters: [reporter],
  env: { OCHE_RECORDINGS: folder },
})
await vitest.close()

if (counts.passed + counts.failed === 0) {
  console.error(`No recordings to replay in ${folder}.`)
  process.exit(77)
}
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed === 0 ? 0 : 1

function indented(text) {
  return text.replaceAll(/^/gm, '       ')
}
