import { unavailable } from './define.ts'
import { native } from './native.ts'

/** What Linux tells in a file of /proc; undefined on other systems. */
export function proc(name: string): string | undefined {
  try {
    const bytes = native.part('files').readFile(`/proc/${name}`)
    return native.part('text').decodeUtf8(bytes).trim()
  } catch {
    return undefined
  }
}

/** The words behind a name of /proc/self/status. @param what that needs them */
export function ownStatus(name: string, what: string): string[] {
  const lines = proc('self/status')?.split('\n') ?? []
  const line = lines.find((one) => one.startsWith(`${name}:`))
  if (line === undefined) throw unavailable(what)
  return line
    .slice(name.length + 1)
    .trim()
    .split(/\s+/)
}
