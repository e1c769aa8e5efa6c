/** Checks whose answers differ, each with the reason why that is right. */
export const accepted: Record<string, string> = {
  'inspect 16': 'the source of functions is not kept: a class is shown as the function that it is',
  'inspect 25': 'newer releases of Node.js show symbols without brackets',
  'stream locked': 'the streams of the package have no code',
  'decoder latin1': 'Node.js 20 takes windows-1252 for ISO 8859-1',
  'decoder ascii': 'the same',
  'decoder windows-1252': 'the same',
  pattern: 'Node.js 20 has no URLPattern',
  globals: 'Node.js 20 has no navigator',
  'clone proxy': 'a Proxy is copied as what it stands for, which V8 refuses',
  arrays: 'Node.js 20 has no Object.groupBy',
}
