import { ARCHITECTURES } from '../../../core/config/kinds.ts'
import { someFunctions, type Command } from '../command.ts'

export const buildCommand: Command = {
  name: 'build',
  summary: 'compile to bootstrap and a zip that Lambda takes',
  positionals: [someFunctions],
  flags: [
    {
      name: 'arch',
      value: 'arch',
      choices: [...ARCHITECTURES, 'both'],
      summary: "arm64, x86_64 or both (default: the configuration's)",
    },
    {
      name: 'format',
      value: 'format',
      choices: ['binary', 'zip'],
      summary: 'binary leaves out the zip (default: zip)',
    },
    { name: 'force', summary: 'build again even where nothing has changed' },
    { name: 'container', summary: 'compile in a container even where this machine could' },
  ],
  examples: [
    { line: 'oche build', summary: 'every function' },
    { line: 'oche build items --arch both' },
  ],
  load: () => import('./index.ts'),
}
