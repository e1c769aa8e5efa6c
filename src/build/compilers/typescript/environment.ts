/** What a compiler needs of the shell to find its files, its temporary folder and a registry. */
const NEEDED =
  /^(PATH|PATHEXT|HOME|USERPROFILE|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|APPDATA|LOCALAPPDATA|XDG_CACHE_HOME|TMPDIR|TMP|TEMP|BUN_INSTALL|BUN_INSTALL_CACHE_DIR|BUN_CONFIG_REGISTRY|NPM_CONFIG_REGISTRY|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR))$/i

/**
 * The environment of a bundler. Of the shell it has only what cannot change a bundle: Bun would
 * write `NODE_ENV` into it, take `development` for where there is none, and read `BUN_OPTIONS` and
 * `NODE_PATH`.
 */
export function bundlerEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => NEEDED.test(name))
  return { ...Object.fromEntries(kept), NODE_ENV: 'production', NO_COLOR: '1' }
}
