import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/**
 * The oldest SDK that a package admits, by `environment: sdk:` of its pubspec; undefined where that
 * names none, or cannot be read, which is for `dart pub get` to complain of.
 */
export function oldestSdk(root: string): string | undefined {
  try {
    const pubspec = parse(readFileSync(join(root, 'pubspec.yaml'), 'utf8')) as Pubspec | null
    return lowerBound(String(pubspec?.environment?.sdk ?? ''))
  } catch {
    return undefined
  }
}

interface Pubspec {
  environment?: { sdk?: unknown }
}

/** Of `^3.10.0`, `>=3.10.0 <4.0.0` and `3.10.0`. */
export function lowerBound(constraint: string): string | undefined {
  return /(?:^|>=?|\^)\s*(\d+\.\d+\.\d+)/.exec(constraint.trim())?.[1]
}
