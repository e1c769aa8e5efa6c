import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const parts = pathToFileURL(resolve('tests/fixtures/dart-sdk')).href

/** A folder laid out as an SDK, around the virtual machine alone, or around nothing: see tests/fixtures/dart-sdk. */
export function standIn({ command: vm, version }, project) {
  const root = mkdtempSync(join(tmpdir(), 'oche-bench-sdk-'))
  const languageVersion = /(\d+\.\d+)/.exec(version)[1]
  const packages = {
    configVersion: 2,
    packages: [
      ['api', '../'],
      ['oche', '../packages/oche'],
    ].map(([name, rootUri]) => ({ name, rootUri, packageUri: 'lib/', languageVersion })),
  }
  const put = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const command = (name, file, what, options) => {
    const call = `const { ${what} } = await import('${parts}/${file}')\nawait ${what}(${JSON.stringify(options)})\n`
    put(`bin/${name}`, `#!${process.execPath}\n${call}`)
    chmodSync(join(root, 'bin', name), 0o755)
  }
  const log = join(project, '.dart_tool', 'asked')
  command('dart', 'dart.mjs', 'dart', { vm, log, version: '3.10.0', packages })
  command('dartaotruntime', 'frontend-server.mjs', 'frontendServer', { vm, log })
  put('bin/snapshots/dartdev.dart.snapshot', '')
  put('bin/snapshots/frontend_server_aot.dart.snapshot', '')
  put('lib/_internal/vm_platform.dill', '')
  mkdirSync(dirname(log), { recursive: true })
  return root
}
