import { existsSync } from 'node:fs'
import type { Check } from '../../../core/check.ts'
import { engineStates, startRemedy } from './engine.ts'

/** An engine that runs. */
export async function checkContainerEngine(): Promise<Check> {
  const check = 'Container engine'
  const states = await engineStates()
  const ready = states.find(({ problem }) => problem === undefined)?.engine
  if (ready !== undefined) return { check, ok: true, found: ready.command, required: false }
  const [installed] = states
  if (installed !== undefined) {
    const { name } = installed.engine
    const found = `${name}, not running`
    return { check, ok: false, found, remedy: startRemedy(name), required: false }
  }
  const remedy = 'Only needed where a compiler cannot aim at Linux: install Docker or Podman'
  return { check, ok: false, remedy, required: false }
}

/** How the kernel of Linux names the emulator of the other architecture. */
const EMULATORS: Partial<Record<string, string>> = { x64: 'qemu-aarch64', arm64: 'qemu-x86_64' }

/** On other systems the engine runs a virtual machine, which brings its own. */
export function checkEmulator(): Check[] {
  const emulator = EMULATORS[process.arch]
  if (process.platform !== 'linux' || emulator === undefined) return []
  const check = `Emulator (${emulator})`
  const file = `/proc/sys/fs/binfmt_misc/${emulator}`
  if (existsSync(file)) return [{ check, ok: true, found: file, required: false }]
  const remedy =
    'Only needed where a Containerfile runs programs of the other architecture: sudo apt-get install qemu-user-static'
  return [{ check, ok: false, remedy, required: false }]
}
