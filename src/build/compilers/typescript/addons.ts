import { relative } from 'node:path'
import type { Architecture } from '../../../core/config/schema.ts'
import { OcheError } from '../../../core/errors.ts'
import type { Module } from '../../inputs/modules.ts'
import { lambdaPlatform, npmFlags } from '../../package/external/platform.ts'
import { readElf } from '../../lambda/elf/read.ts'

/**
 * Refuses native addons that went into the bundle and that Lambda could not load.
 *
 * @throws OcheError `WRONG_ARCHITECTURE`
 */
export function checkAddons(root: string, modules: readonly Module[], arch: Architecture): void {
  for (const { file } of modules.filter((module) => module.file.endsWith('.node'))) {
    const elf = readElf(file)
    if (elf?.arch === arch) continue
    const found = elf === undefined ? 'another system' : (elf.arch ?? `machine ${elf.machine}`)
    throw new OcheError(
      'WRONG_ARCHITECTURE',
      `${relative(root, file)} is built for ${found}, not for Linux on ${arch}`,
      {
        remedy: `Install the one for Lambda: npm install --no-save ${npmFlags(lambdaPlatform(arch))} <its package>`,
      },
    )
  }
}
