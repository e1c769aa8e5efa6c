import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where programs of a user keep what can be fetched again, on each system. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'oche')
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'oche', 'cache')
  }
  return join(homedir(), platform === 'darwin' ? join('Library', 'Caches') : '.cache', 'oche')
}
