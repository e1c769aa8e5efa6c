import type { Command } from '../command.ts'

export const exportCommand: Command = {
  name: 'export',
  summary: 'the same deploy as a file for AWS SAM or Terraform',
  positionals: [{ name: 'sam|terraform', required: true }],
  flags: [{ name: 'out', value: 'file', summary: 'write to this file (default: print)' }],
  examples: [{ line: 'oche export sam' }, { line: 'oche export terraform --out main.tf' }],
  load: () => import('./index.ts'),
}
