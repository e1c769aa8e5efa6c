import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { configurationText } from '../../src/cli/commands/new/existing/configuration.ts'
import { findExisting } from '../../src/cli/commands/new/existing/find.ts'
import { parseConfig } from '../../src/core/config/parse.ts'

/** What `oche new .` makes of a project with these files. */
export function found(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'oche-existing-'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  try {
    const existing = findExisting(root)
    const { notes, todo } = existing
    const text = configurationText(existing)
    return { ...parseConfig(text, 'oche.yaml').config, notes, todo, text }
  } finally {
    rmSync(root, { recursive: true })
  }
}
