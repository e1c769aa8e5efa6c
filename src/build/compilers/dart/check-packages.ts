import { relative } from 'node:path'
import type { Check } from '../../../core/check.ts'
import { messageOf } from '../../../core/errors.ts'
import { ownPath } from '../../../core/own-package.ts'
import { packageFolder } from './package.ts'
import { readPubspec } from './pubspec.ts'

/** Those that come with the tool, and speak to what the tool makes. */
const NAMES = ['oche', 'oche_shelf']

/** Whether the project's copies of Oche's own packages are those of this version of the tool. */
export function checkDartPackages(root: string): Check[] {
  return NAMES.flatMap((name) => checkPackage(root, name))
}

function checkPackage(root: string, name: string): Check[] {
  const check = `package:${name}`
  try {
    const folder = packageFolder(root, name)
    if (folder === undefined) return []
    const found = versionIn(folder)
    const wanted = versionIn(ownPath('dart', name))
    if (found === wanted) return [{ check, ok: true, found, required: false }]
    return [
      {
        check,
        ok: false,
        found: `${found} (${relative(root, folder)}); this version of oche comes with ${wanted}`,
        remedy: `Type: oche new fresh --lang dart --no-install, put its packages/${name} in the place of this one, then type: dart pub get`,
        required: false,
      },
    ]
  } catch (thrown) {
    return [{ check, ok: false, remedy: messageOf(thrown), required: false }]
  }
}

function versionIn(folder: string): string {
  const version = readPubspec(folder)?.version
  return typeof version === 'string' ? version : 'of no version'
}
