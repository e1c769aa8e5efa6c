import { readdirSync, readFileSync } from 'node:fs'

/**
 * The processes that one has started, by itself or through others, and that have started none
 * themselves. Told by Linux's /proc; empty elsewhere.
 */
export function leavesOf(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const pid of processes()) {
    const parent = parentOf(pid)
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const below = (pid: number): number[] =>
    (children.get(pid) ?? []).flatMap((child) => (children.has(child) ? below(child) : [child]))
  return below(root)
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** The fourth field; the second, a name in parentheses, may hold anything. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}
