import type { BundlePart } from '../../../src/console/types.ts'

/** The package that a file of a bundle is of; the project's own files are one by one. Pure. */
export function packageOf(path: string): string {
  // What the generated entry stands beside is Oche's runtime.
  if (path.startsWith('.oche/')) return "Oche's runtime"
  const [, inside] = path.split(/(?:^|.*\/)node_modules\/(.*)/)
  if (inside === undefined) return path
  return inside
    .split('/')
    .slice(0, inside.startsWith('@') ? 2 : 1)
    .join('/')
}

/** The folder that a file lies in, of those at the top; a file at the top is by itself. Pure. */
export function folderOf(path: string): string {
  const end = path.indexOf('/')
  return end === -1 ? path : path.slice(0, end)
}

export interface Group {
  name: string
  weight: number
  files: number
}

export function groupedBy(parts: readonly BundlePart[], nameOf: (path: string) => string): Group[] {
  const groups = new Map<string, Group>()
  for (const { path, bytes } of parts) {
    const name = nameOf(path)
    const { weight, files } = groups.get(name) ?? { weight: 0, files: 0 }
    groups.set(name, { name, weight: weight + bytes, files: files + 1 })
  }
  return [...groups.values()]
}
