// Dart: what carries the calls of the Runtime API; a whole function beside those of TypeScript; a save under
// `oche dev`. Writes bench/results/dart.md. Needs `dart` on the PATH, or OCHE_DART.
// Arguments: --rounds N (9), --only PART (transports, functions, save), --no-save.
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { parseArgs } from 'node:util'
import { functions } from './functions.mjs'
import { save } from './save.mjs'
import { findDart } from './sdk.mjs'
import { transports } from './transports.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    only: { type: 'string' },
    'no-save': { type: 'boolean', default: false },
  },
})
const parts = { transports, functions, save }

const dart = findDart()
if (dart === undefined) {
  console.log('there is no dart on the PATH, and OCHE_DART names none')
  process.exit(77)
}

const lines = [
  '# dart',
  '',
  `Medians of ${options.rounds} rounds. ${dart.version}; ${os.cpus()[0].model.trim()}, ` +
    `${os.availableParallelism()} cores.`,
]
for (const [name, part] of Object.entries(parts)) {
  if (options.only !== undefined && options.only !== name) continue
  console.error(name)
  lines.push('', ...(await part(dart, Number(options.rounds))))
}
console.log(lines.join('\n'))
if (!options['no-save']) {
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/dart.md', `${lines.join('\n')}\n`)
}
