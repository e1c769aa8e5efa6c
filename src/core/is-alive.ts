/** True while there is such a process, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // There, and somebody else's.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}
