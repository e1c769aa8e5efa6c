import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { awsEnvironment, startMoto, type AwsServer } from '../deploy/servers.ts'
import { certificate, startServers } from './servers.ts'
import { expectAlike, folder, removeFolder } from './sides.ts'
import { startTlsFront } from './tls-front.ts'

const own = fileURLToPath(new URL('.', import.meta.url))
const scripts = join(own, 'packages')
/** As a user's project: the packages from npm, and the scripts beside them. */
const project = join(folder, 'project')

let servers: Awaited<ReturnType<typeof startServers>>
let front: Awaited<ReturnType<typeof startTlsFront>>
let moto: AwsServer
let environment: NodeJS.ProcessEnv

function install(): void {
  mkdirSync(project)
  const { devDependencies } = JSON.parse(
    readFileSync(join(own, '..', '..', '..', 'package.json'), 'utf8'),
  ) as { devDependencies: Record<string, string> }
  const manifest = JSON.parse(readFileSync(join(scripts, 'package.json'), 'utf8')) as object
  const { esbuild } = devDependencies
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ ...manifest, devDependencies: { esbuild } }),
  )
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', args, { cwd: project, stdio: 'inherit' })
  for (const name of ['packages', 'cases'])
    cpSync(join(own, name), join(project, name), { recursive: true })
}

beforeAll(async () => {
  install()
  servers = await startServers()
  moto = await startMoto()
  front = await startTlsFront(Number(new URL(moto.url).port), certificate)
  environment = {
    ...servers.environment,
    ...awsEnvironment(moto.url),
    OCHE_AWS_TLS: `https://127.0.0.1:${front.port}`,
  }
})
afterAll(async () => {
  servers?.close()
  front?.close()
  await moto?.stop()
  removeFolder()
})

const files = readdirSync(scripts).filter((file) => file.endsWith('.mjs'))

describe.concurrent.each(files)('what packages do on Node, they do on QuickJS: %s', (file) => {
  it('in every check', () => expectAlike(join(project, 'packages', file), environment))
})
