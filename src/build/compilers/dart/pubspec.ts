import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** As far as it is read here; nobody has checked it. */
interface Pubspec {
  version?: unknown
  environment?: { sdk?: unknown } | null
  dependencies?: Record<string, { path?: unknown } | null> | null
}

/** The pubspec of a package; one that cannot be read is for `dart pub get` to complain of. */
export function readPubspec(folder: string): Pubspec | undefined {
  try {
    return (
      (parse(readFileSync(join(folder, 'pubspec.yaml'), 'utf8')) as Pubspec | null) ?? undefined
    )
  } catch {
    return undefined
  }
}

/** The oldest SDK that a package admits, where its pubspec names one. */
export function oldestSdk(root: string): string | undefined {
  return lowerBound(String(readPubspec(root)?.environment?.sdk ?? ''))
}

/** Of `^3.10.0`, `>=3.10.0 <4.0.0` and `3.10.0`. */
export function lowerBound(constraint: string): string | undefined {
  return /(?:^|>=?|\^)\s*(\d+\.\d+\.\d+)/.exec(constraint.trim())?.[1]
}
