import { existsSync } from 'node:fs'

/** A path of the building machine in a text. */
export interface MachinePath {
  path: string
  /** Where it begins. */
  offset: number
}

/** What ends a path in a program's text. */
const END = /["'`\s<>|?*,;)\]}]/
/** What makes a path's beginning the middle of another word or path. */
const MIDDLE = /[\w.$-]$|[^:/]\/$/

/**
 * Finds paths of this machine: those below a folder that exist here. A route `/app/users` in a
 * project that lies in `/app` is none.
 *
 * @param folders absolute paths
 * @param exists whether a path is there
 */
export function machinePaths(
  text: string,
  folders: readonly string[],
  exists: (path: string) => boolean = existsSync,
): MachinePath[] {
  const found = folders.flatMap((folder) =>
    spellings(folder).flatMap(({ spelling, read }) =>
      occurrences(text, spelling).flatMap((offset) => {
        const path = pathAt(text, offset, spelling.length, read)
        return path !== undefined && isTelling(path, folder) && exists(path)
          ? [{ path, offset }]
          : []
      }),
    ),
  )
  return found.toSorted((a, b) => a.offset - b.offset)
}

interface Spelling {
  spelling: string
  /** Back to the path. */
  read: (text: string) => string
}

/** A path as it is, in a string literal, with the other slashes, and in a URL. */
function spellings(folder: string): Spelling[] {
  const all: Spelling[] = [
    { spelling: folder, read: (text) => text },
    { spelling: folder.replaceAll('\\', '\\\\'), read: (text) => text.replaceAll('\\\\', '\\') },
    { spelling: folder.replaceAll('\\', '/'), read: (text) => text },
    { spelling: encodeURI(folder.replaceAll('\\', '/')), read: decoded },
  ]
  return all.filter(
    ({ spelling }, index) => all.findIndex((other) => other.spelling === spelling) === index,
  )
}

function decoded(text: string): string {
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}

function occurrences(text: string, what: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) {
    found.push(at)
  }
  return found
}

function pathAt(
  text: string,
  offset: number,
  length: number,
  read: Spelling['read'],
): string | undefined {
  if (MIDDLE.test(text.slice(Math.max(0, offset - 2), offset))) return undefined
  const rest = text.slice(offset + length, offset + length + 1024)
  const end = rest.search(END)
  const more = end < 0 ? rest : rest.slice(0, end)
  if (more !== '' && !/^[\\/:]/.test(more)) return undefined
  // A line and a column may follow, or a stop.
  return read(text.slice(offset, offset + length) + more).replace(/(:\d+)*[.:\\/]*$/, '')
}

/** `/app` alone may be anything. */
function isTelling(path: string, folder: string): boolean {
  return path.length > folder.length || path.split(/[\\/]/).length > 2
}
