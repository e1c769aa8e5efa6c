import type { Command } from '../command.ts'

export const completionCommand: Command = {
  name: 'completion',
  summary: 'print a script by which a shell completes oche commands on Tab',
  positionals: [
    { name: 'bash|zsh|fish|powershell', required: true },
    { name: 'word', many: true },
  ],
  flags: [],
  examples: [
    { line: 'oche completion bash', summary: 'in ~/.bashrc: source <(oche completion bash)' },
    { line: 'oche completion fish', summary: 'docs/completion.md says where it goes' },
  ],
  load: () => import('./index.ts'),
}
