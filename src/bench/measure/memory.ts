import { readdirSync, readFileSync } from 'node:fs'

/** Of a process and all that it started, in bytes. */
export interface TreeMemory {
  /** Resident pages (RSS): those that several of them share count several times. */
  resident: number
  /** Pages that others share count in part (PSS); undefined where the kernel does not tell. */
  proportional: number | undefined
  /** The highest that each of them ever had (VmHWM), added up. */
  peak: number
}

/** Undefined where the system does not tell (no `/proc`), or the process is gone. */
export function memoryOfTree(pid: number): TreeMemory | undefined {
  const each = treeOf(pid).flatMap((one) => memoryOf(one) ?? [])
  if (each.length === 0) return undefined
  const sum = (of: (one: TreeMemory) => number) => each.reduce((all, one) => all + of(one), 0)
  return {
    resident: sum(({ resident }) => resident),
    proportional: each.some(({ proportional }) => proportional === undefined)
      ? undefined
      : sum(({ proportional }) => proportional!),
    peak: sum(({ peak }) => peak),
  }
}

function memoryOf(pid: number): TreeMemory | undefined {
  const status = read(`/proc/${pid}/status`)
  const resident = figure(status, /^VmRSS:\s+(\d+) kB$/m)
  const peak = figure(status, /^VmHWM:\s+(\d+) kB$/m)
  if (resident === undefined || peak === undefined) return undefined
  const proportional = figure(read(`/proc/${pid}/smaps_rollup`), /^Pss:\s+(\d+) kB$/m)
  return { resident, proportional, peak }
}

/** A process and its descendants. */
function treeOf(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of read('/proc/self/stat') === undefined ? [] : readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // `pid (name) state ppid …`: the name may hold anything.
    const stat = read(`/proc/${name}/stat`)
    const parent = Number(
      stat
        ?.slice(stat.lastIndexOf(')') + 1)
        .trim()
        .split(' ')[1],
    )
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)]
  return below(root)
}

function figure(text: string | undefined, form: RegExp): number | undefined {
  const kilobytes = text === undefined ? undefined : form.exec(text)?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}
