import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { until } from './until.ts'

/** A port that nobody listened on a moment ago, for servers that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Waits until a server answers as it should. @throws Error where its process ends before */
export async function untilUp(
  child: ChildProcess,
  url: string,
  isUp: (response: Response) => boolean = ({ ok }) => ok,
): Promise<void> {
  const up = () => {
    if (hasEnded(child)) {
      throw new Error(`${child.spawnfile} ended with ${child.exitCode ?? child.signalCode}`)
    }
    return fetch(url).then(isUp, () => false)
  }
  await until(`${child.spawnfile} at ${url}`, up, { limit: 120_000 })
}

/** Ends a server that has nothing to put away. */
export async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}
