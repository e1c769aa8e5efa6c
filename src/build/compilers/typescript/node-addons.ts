import { readFileSync } from 'node:fs'
import { OcheError } from '../../../core/errors.ts'
import type { PackageFile } from '../../package/types.ts'

/** `NODE_MODULE_VERSION` of Node's lines, see its abi_version_registry.json. */
const MODULE_VERSIONS: Record<number, string> = {
  115: '20',
  127: '22',
  131: '23',
  137: '24',
  141: '25',
}

/** What an addon exports that is compiled for one line of Node alone; those for Node-API have none. */
const REGISTER = 'node_register_module_v'

/**
 * Refuses native addons that are compiled for another line of Node.js than the executable's.
 *
 * @param version of the executable's Node.js
 * @throws OcheError `WRONG_NODE`
 */
export function checkNodeAddons(files: readonly PackageFile[], version: string): void {
  const [line] = version.split('.')
  for (const { name, file } of files) {
    const made = name.endsWith('.node') ? lineOf(file) : undefined
    if (made === undefined || made === line) continue
    throw new OcheError(
      'WRONG_NODE',
      `${name} is compiled for Node.js ${made}, the function has Node.js ${line}`,
      {
        remedy:
          `Install its package with Node.js ${line}` +
          (Number(made) >= 22
            ? `, or give the function yours: npm install --save-dev node@${made}`
            : '') +
          '.',
      },
    )
  }
}

/** Undefined where it is for every one, or nobody knows. */
function lineOf(file: string): string | undefined {
  const bytes = readFileSync(file)
  const at = bytes.indexOf(REGISTER)
  if (at < 0) return undefined
  const [, version] = /^(\d+)/.exec(bytes.toString('latin1', at + REGISTER.length, at + 32)) ?? []
  return MODULE_VERSIONS[Number(version)]
}
