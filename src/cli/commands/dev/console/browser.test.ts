import { expect, it } from 'vitest'
import { opener } from './browser.ts'

it.each([
  ['darwin', 'open', []],
  ['win32', 'rundll32', ['url.dll,FileProtocolHandler']],
  ['linux', 'xdg-open', []],
] as const)('on %s an address is opened by %s, without a shell', (platform, file, args) => {
  expect(opener(platform)).toEqual({ file, args: [...args] })
})
