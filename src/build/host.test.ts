import { afterEach, expect, it } from 'vitest'
import { workspace } from '../../tests/support/cli.ts'
import { loadProject } from '../core/project.ts'
import { silentReporter } from '../core/reporter.ts'
import { buildForHost } from './host.ts'

const { arch } = process
afterEach(() => Object.defineProperty(process, 'arch', { value: arch }))

it('a machine that Lambda has none of cannot run a function', async () => {
  using folder = workspace({ 'index.ts': 'export const handler = async () => 1\n' })
  const project = loadProject({ cwd: folder.path })
  Object.defineProperty(process, 'arch', { value: 'riscv64' })
  await expect(
    buildForHost({ project, fn: project.functions[0]!, reporter: silentReporter }),
  ).rejects.toMatchObject({ code: 'HOST_UNSUPPORTED', remedy: expect.any(String) })
})
