// How long the virtual machine takes to compile one changed file and to load it, by its service.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median } from './figures.mjs'

/** Milliseconds. @param config the flag that says where packages are */
export async function reloads({ command }, config, project, rounds) {
  const bare = ['--disable-dart-dev', '--no-dds', '--enable-vm-service=0/127.0.0.1']
  const args = [...bare, '--disable-service-auth-codes', config, 'bin/waiting.dart']
  const vm = spawn(command, args, { cwd: project, stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const service = await serviceOf(vm)
    const [{ id }] = (await service('getVM')).isolates
    const source = join(project, 'bin/answer.dart')
    const text = readFileSync(source, 'utf8')
    const measured = []
    // The first time the compiler itself is compiled.
    for (let round = -1; round < rounds; round++) {
      writeFileSync(source, text.replace('first', `round ${round}`))
      const started = performance.now()
      const { success, details } = await service('reloadSources', { isolateId: id })
      if (round >= 0) measured.push(performance.now() - started)
      if (!success || !details.loadedLibraryCount) throw new Error('nothing new was loaded')
    }
    writeFileSync(source, text)
    return median(measured)
  } finally {
    const closed = once(vm, 'close')
    vm.kill()
    await closed
  }
}

/** Calls the service of a virtual machine whose program has said that it waits. */
async function serviceOf(vm) {
  let said = ''
  for await (const text of vm.stdout.setEncoding('utf8')) {
    said += text
    const [, address] = /listening on (\S+\/)/.exec(said) ?? []
    if (address === undefined || !said.includes('waiting')) continue
    return async (method, parameters = {}) => {
      const response = await fetch(`${address}${method}?${new URLSearchParams(parameters)}`)
      const { result, error } = await response.json()
      if (error) throw new Error(`${method}: ${error.message}`)
      return result
    }
  }
  throw new Error(`the virtual machine has ended: ${said}`)
}
