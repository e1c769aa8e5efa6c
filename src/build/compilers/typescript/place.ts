/**
 * Run ahead of a bundle: makes every module believe that it is the `bootstrap` in the function's
 * folder, wherever it was compiled. All modules of a bundle share one `import.meta`.
 *
 * @param engine Bun has names of its own for the same; QuickJS has Node's
 */
export function placeBanner(engine: 'bun' | 'node'): string {
  const own = engine === 'bun' ? ', dir: folder, path: file, file: "bootstrap"' : ''
  return [
    '{',
    'const folder = process.env.LAMBDA_TASK_ROOT || process.execPath.replace(/[\\\\/][^\\\\/]*$/, "");',
    'const file = folder + (folder.includes("\\\\") ? "\\\\" : "/") + "bootstrap";',
    'const set = (name, what) => Object.defineProperty(import.meta, name, { configurable: true, enumerable: true, ...what });',
    `const values = { dirname: folder, filename: file, main: false${own} };`,
    'for (const name in values) set(name, { value: values[name], writable: true });',
    'set("url", { get: () => process.getBuiltinModule("node:url").pathToFileURL(file).href });',
    'Object.assign(globalThis, { __dirname: folder, __filename: file });',
    '}',
  ].join(' ')
}
