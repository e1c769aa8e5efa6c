import type { Command } from '../command.ts'

export const completionCommand: Command = {
  name: 'completion',
  summary: 'the tab key, for bash, zsh, fish and PowerShell',
  positionals: [
    { name: 'bash|zsh|fish|powershell', required: true },
    { name: 'word', many: true },
  ],
  flags: [],
  examples: [
    { line: 'oche completion bash', summary: 'in .bashrc: source <(oche completion bash)' },
    { line: 'oche completion fish', summary: 'into the folder of its completions' },
  ],
  load: () => import('./index.ts'),
}
