import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What crates carry: by locale the order of text as ICU4X reads it, by name IANA's time zones. */
export function exported() {
  const folder = mkdtempSync(join(tmpdir(), 'oche-intl-'))
  try {
    execFileSync('cargo', ['run', '--quiet', '--locked', '--', folder], {
      cwd: fileURLToPath(new URL('icu', import.meta.url)),
      env: {
        ...process.env,
        CARGO_TARGET_DIR: fileURLToPath(new URL('../../target/intl-data', import.meta.url)),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    return {
      // What is large comes last: the others are found without it.
      collations: new Map(
        files(join(folder, 'collations'))
          .sort(([, one], [, other]) => one.length - other.length)
          .map(([locale, content]) => [locale, halves(content)]),
      ),
      zoneinfo: new Map(files(join(folder, 'zoneinfo'))),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every other byte, then the rest: of numbers the upper halves are alike, and pack well together. */
function halves(bytes) {
  const every = (rest) => bytes.filter((_, index) => index % 2 === rest)
  return Buffer.concat([every(0), every(1)])
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [relative(folder, file).replaceAll('\\', '/'), readFileSync(file)])
}
