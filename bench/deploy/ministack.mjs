import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../free-port.mjs'

/** The server on a free port. */
export async function startMinistack(command) {
  const port = await freePort()
  const child = spawn(command, {
    env: { ...process.env, GATEWAY_PORT: port, SERVICES: 'lambda,iam,sts,logs,s3,apigateway' },
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}`
  while (child.exitCode === null) {
    const up = await fetch(`${url}/_ministack/health`).then(
      (response) => response.ok,
      () => false,
    )
    if (up) return { url, stop: () => stop(child) }
    await sleep(50)
  }
  throw new Error(`ministack ended with ${child.exitCode}`)
}

async function stop(child) {
  if (child.exitCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
