import { expect, it } from 'vitest'
import type { Change } from '../../../deploy/index.ts'
import { deployedLines } from './lines.ts'

function changed(...changes: Change[]): string {
  const deployed = { name: 'f', arn: 'a', version: '1', alias: 'live', url: null, codeSha256: '' }
  const sizes = { zipBytes: 1, bytes: 1 }
  const lines = deployedLines({ ...deployed, changes } as never, sizes, (_, text) => text)
  return lines.at(-1)!.trim()
}

it('what has changed is told in words, never by a name that AWS or Oche has for it', () => {
  expect(
    changed(
      { resource: 'function', action: 'update', path: 'memory', from: 128, to: 256 },
      { resource: 'role policy', action: 'create', to: 'sqs:ReceiveMessage' },
      { resource: 'role policy', action: 'update', path: 'resources or conditions of sqs:*' },
      { resource: 'role', action: 'update', path: 'trust' },
      { resource: 'permission', action: 'create', path: 'FunctionURLAllowPublicAccess' },
      { resource: 'permission', action: 'create', path: 'FunctionURLInvokeAllowPublicAccess' },
    ),
  ).toBe('changed  memory, role policy, role trust, permission')
  expect(changed()).toBe('changed  nothing')
})
