// Records a terminal for the README: docs/recording.svg, of a real session in a shell of its own. `npm run recording`.
// What is typed and what comes back is real; how fast it is shown is not.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, root, run } from './install.mjs'
import { Shell } from './recording/shell.mjs'
import { recordingSvg } from './recording/svg.mjs'
import { linesOf } from './recording/terminal.mjs'

const COLUMNS = 80
const ADDRESS = 'http://127.0.0.1:3000'

/** The answer, and the line of `oche dev`: either may be first. */
const ANSWERED = /(?=[^]*"message")(?=[^]*200 GET)/

/** What is typed, and what shows that it is done. */
const STEPS = [
  { type: 'oche new hello --yes', until: /oche dev\r?\n/ },
  { type: 'cd hello', until: /\$ $/ },
  { type: 'oche dev --no-console &', until: /Ctrl-C stops it/ },
  { type: `curl -w '\\n' '${ADDRESS}/?name=Ada'`, until: ANSWERED },
  { type: "sed -i 's/Hello/Good day/' src/index.ts", until: /rebuilt in/ },
  { type: `curl -w '\\n' '${ADDRESS}/?name=Ada'`, until: ANSWERED },
  { type: 'oche build', until: /sha256 [0-9a-f]{64}/ },
]

ensureInstalled()
run(process.execPath, ['scripts/build.mjs'])
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'oche-recording-')))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const bin = join(folder, '.bin')
mkdirSync(bin)
const program = join(root, 'dist/cli/main.js')
writeFileSync(join(bin, 'oche'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, {
  mode: 0o755,
})

const shell = new Shell({ folder, bin, columns: COLUMNS })
const parts = []
await shell.reaches(/\$ $/)
for (const { type, until } of STEPS) {
  const output = await shell.type(type, until)
  parts.push({ type, lines: linesOf(output.replaceAll(folder, '/home/ada'), COLUMNS) })
}
await shell.end()
writeFileSync(join(root, 'docs/recording.svg'), recordingSvg(parts, COLUMNS))
