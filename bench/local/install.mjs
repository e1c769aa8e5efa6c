import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGES = ['cargo-lambda==1.9.2', 'ministack==1.5.33']

/** Everything is made in a folder of its own; ends the run with 77 where a tool is missing. */
export function install() {
  for (const tool of ['cargo', 'python3']) need(tool)
  if (!has('wrk') && has('apt-get')) {
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', 'wrk'])
  }
  need('wrk')
  const folder = mkdtempSync(join(tmpdir(), 'oche-bench-local-'))
  console.error('Installing cargo-lambda and ministack …')
  run('python3', ['-m', 'venv', join(folder, 'venv')])
  const pip = join(folder, 'venv/bin/pip')
  run(pip, ['install', '--quiet', '--disable-pip-version-check', ...PACKAGES])
  console.error('Building the functions …')
  const project = join(folder, 'echo')
  cpSync(fileURLToPath(new URL('echo', import.meta.url)), project, { recursive: true })
  run('cargo', ['build', '--release', '--quiet'], project)
  return {
    folder,
    project,
    cargoLambda: join(folder, 'venv/bin/cargo-lambda'),
    ministack: join(folder, 'venv/bin/ministack'),
    functions: [
      { name: 'echo', executable: join(project, 'target/release/echo'), http: 'none' },
      { name: 'http-echo', executable: join(project, 'target/release/http-echo'), http: 'url' },
    ],
  }
}

function run(command, args, cwd) {
  // Progress is no result.
  execFileSync(command, args, { cwd, stdio: ['ignore', process.stderr.fd, 'inherit'] })
}

function has(tool) {
  return spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0
}

function need(tool) {
  if (has(tool)) return
  console.error(`needs ${tool}, which is not installed`)
  process.exit(77)
}
