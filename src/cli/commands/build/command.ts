import { ARCHITECTURES } from '../../../core/config/kinds.ts'
import { someFunctions, type Command } from '../command.ts'

export const buildCommand: Command = {
  name: 'build',
  summary: 'compile to an executable, and pack the zip that Lambda takes',
  positionals: [someFunctions],
  flags: [
    {
      name: 'arch',
      value: 'arch',
      choices: [...ARCHITECTURES, 'both'],
      summary: 'processor to compile for',
      default: "oche.yaml's",
    },
    {
      name: 'format',
      value: 'format',
      choices: ['binary', 'zip'],
      summary: 'zip, or binary: the executable alone',
      default: 'zip',
    },
    { name: 'force', summary: 'compile again even where nothing has changed' },
    { name: 'container', summary: 'compile in a container even where this machine could without' },
  ],
  examples: [
    { line: 'oche build', summary: 'every function' },
    { line: 'oche build items --arch both', summary: 'one function, for both processors' },
  ],
  load: () => import('./index.ts'),
}
