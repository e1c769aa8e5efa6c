import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { init, parse } from 'es-module-lexer'
import { OcheError } from '../../../core/errors.ts'
import type { Module } from '../../inputs/modules.ts'

/**
 * Refuses `with { type: 'bytes' }`, which Bun takes for `file`: the value would be a path.
 *
 * @param modules what went into the bundle
 * @throws OcheError `IMPORT_TYPE_UNSUPPORTED`
 */
export async function refuseBytes(root: string, modules: readonly Module[]): Promise<void> {
  await init
  for (const { file } of modules) {
    if (!/\.[cm]?[jt]sx?$/.test(file) || file.includes(`${sep}node_modules${sep}`)) continue
    const text = readFileSync(file, 'utf8')
    if (!/['"]bytes['"]/.test(text)) continue
    const found = importsIn(text).find(
      (one) =>
        'attributes' in one &&
        one.attributes?.some(([name, value]) => name === 'type' && value === 'bytes'),
    )
    if (found === undefined) continue
    const line = text.slice(0, found.importStart).split('\n').length
    throw new OcheError(
      'IMPORT_TYPE_UNSUPPORTED',
      `${relative(root, file)}:${line}: Bun cannot import "bytes"`,
      {
        remedy:
          "Import it as a file and read that: import path from '…' with { type: 'file' }, then " +
          'readFileSync(path); or use "engine: node".',
      },
    )
  }
}

/** JSX is more than the lexer reads. */
function importsIn(text: string) {
  try {
    return parse(text)[0]
  } catch {
    return []
  }
}
