import { spawn } from 'node:child_process'

/** The system's own way to open an address, as a command without a shell. Pure. */
export function opener(platform: NodeJS.Platform): { file: string; args: string[] } {
  if (platform === 'darwin') return { file: 'open', args: [] }
  // `start` would need a shell, to which `&` means something.
  if (platform === 'win32') return { file: 'rundll32', args: ['url.dll,FileProtocolHandler'] }
  return { file: 'xdg-open', args: [] }
}

/** @param failed told where nothing could be started */
export function openInBrowser(url: string, failed: () => void): void {
  const { file, args } = opener(process.platform)
  const child = spawn(file, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', failed)
  child.on('exit', (code) => {
    if (code !== 0) failed()
  })
  child.unref()
}
