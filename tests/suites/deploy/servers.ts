import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { freePort, stop, untilUp } from '../../support/server-process.ts'

/** The Python environment that `.ci/suites/deploy` has made. */
const venv = process.env['OCHE_DEPLOY_VENV'] ?? ''

/** A server that stands for AWS, on a port of its own. */
export interface AwsServer {
  url: string
  stop(): Promise<void>
}

const SERVICES = 'lambda,iam,sts,logs,s3,apigateway,tagging,scheduler,route53,acm'

/**
 * Runs bootstraps as processes and serves function URLs and HTTP APIs by the Host header.
 *
 * @param more services besides, between commas
 */
export async function startMinistack(more?: string): Promise<AwsServer> {
  const port = await freePort()
  const services = more === undefined ? SERVICES : `${SERVICES},${more}`
  const child = start('ministack', [], { GATEWAY_PORT: String(port), SERVICES: services })
  return up(child, port, '/_ministack/health')
}

/** Checks more of what is sent, and runs nothing. */
export async function startMoto(): Promise<AwsServer> {
  const port = await freePort()
  const managed = { MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }
  const child = start('moto_server', ['-H', '127.0.0.1', '-p', String(port)], managed)
  return up(child, port, '/moto-api/data.json')
}

export function python(command: string): string {
  return join(venv, 'bin', command)
}

/** What every client of these servers runs with; the keys mean nothing. */
export function awsEnvironment(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  }
}

function start(command: string, args: string[], env: Record<string, string>): ChildProcess {
  return spawn(python(command), args, { env: { ...process.env, ...env }, stdio: 'ignore' })
}

async function up(child: ChildProcess, port: number, path: string): Promise<AwsServer> {
  const url = `http://127.0.0.1:${port}`
  await untilUp(child, url + path)
  return { url, stop: () => stop(child) }
}
