const last = new Map<string, Promise<unknown>>()

/**
 * Runs the works of one folder one after the other. Two architectures are built side by side, but
 * a command of the user's may write to its own folder, where two of it would meet.
 */
export function oneAtATime<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const next = (last.get(folder) ?? Promise.resolve()).then(work, work)
  last.set(folder, next)
  return next
}
