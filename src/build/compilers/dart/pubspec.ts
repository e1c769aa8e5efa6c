import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { compareVersions } from '../../lambda/check/runtime.ts'

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

/**
 * What is wrong with the version of an SDK that the project's pubspec does not admit; undefined where it does.
 * A newer one than it admits is for `dart pub get` to tell.
 */
export function olderThanAdmitted(version: string, root: string): string | undefined {
  const oldest = oldestSdk(root)
  return oldest !== undefined && compareVersions(version, oldest) < 0
    ? `Dart ${version} is older than ${oldest}, the oldest that pubspec.yaml admits`
    : undefined
}

/** Of `^3.10.0`, `>=3.10.0 <4.0.0` and `3.10.0`. */
export function lowerBound(constraint: string): string | undefined {
  return /(?:^|>=?|\^)\s*(\d+\.\d+\.\d+)/.exec(constraint.trim())?.[1]
}
