import { init } from 'es-module-lexer'
import { beforeAll, expect, it } from 'vitest'
import { refuseAbsent } from './absent.ts'
import { markAbsent } from './globals.ts'

beforeAll(() => init)

const offer = {
  globals: ['process'],
  members: { console: ['log'], performance: ['now'], process: ['env', 'on'] },
  modules: {
    console: ['log'],
    dns: ['promises'],
    'dns/promises': ['lookup'],
    http: ['Agent', 'createServer', 'request', 'Server'],
    os: ['cpus'],
    perf_hooks: ['performance'],
    process: ['env'],
    zlib: ['constants'],
  },
  placeholders: { http: ['createServer', 'Server'] },
}

/** As esbuild writes it: a comment before the text of each file. */
const bundle = (files: Record<string, string>) =>
  Object.entries(files)
    .map(([file, text]) => `// ${file}\n${text}`)
    .join('\n')

const expectOf = (files: Record<string, string>) => expect(() => refuseAbsent(bundle(files), offer))

it('refuses a framework for request listeners, and names it', () => {
  const files = {
    'node_modules/express/lib/express.js': 'var app = {};',
    'src/index.ts': 'export { app as default };',
  }
  expectOf(files).toThrow(
    'node_modules/express/lib/express.js: "engine: quickjs" has no servers of node:http, which express needs',
  )
})

it('refuses a server that the user’s own file makes', () => {
  const files = {
    'src/index.ts': 'import { request, createServer as make } from "node:http";\nmake(request);',
  }
  expectOf(files).toThrow('src/index.ts: "engine: quickjs" has no createServer in node:http')
})

it('takes a package that could make a server, and clients', () => {
  const files = {
    'node_modules/some-sdk/login.js': 'import { createServer } from "http";\ncreateServer;',
    'src/index.ts': 'import { request } from "node:http";\nrequest;',
  }
  expectOf(files).not.toThrow()
})

it.each([
  'import http from "node:http";\nhttp.validateHeaderName("a");',
  'import * as http from "http";\nhttp.validateHeaderName("a");',
  'import http, { request } from "node:http";\nrequest(new http.IncomingMessage());',
  'import http from "node:http";\nconst check = http.validateHeaderName;',
  'import * as http from "node:http";\nit instanceof http.IncomingMessage;',
  'import http from "node:http";\nhttp.default.validateHeaderName("a");',
])('refuses a member of a module that is imported as a whole: %s', (text) => {
  expectOf({ 'src/index.ts': text }).toThrow(
    /^src\/index\.ts: "engine: quickjs" has no (validateHeaderName|IncomingMessage) in (node:)?http$/,
  )
})

it.each([
  'import http from "node:http";\nhttp.validateHeaderName = (name) => name;\nhttp.validateHeaderName("a");',
  'import http from "node:http";\nif (http.validateHeaderName) http.validateHeaderName("a");',
  'import http from "node:http";\ntypeof http.validateHeaderName === "function" && http.validateHeaderName("a");',
  'import http from "node:http";\nhttp.validateHeaderName?.("a");\nhttp.nothingOfNode();',
  'import zlib from "node:zlib";\nzlib.hasOwnProperty("a");\nsend(zlib.Z_SYNC_FLUSH);',
  'import process2 from "node:process";\nprocess2.hasOwnProperty("a");',
  'import http from "node:http";\nhttp.request("a");\nconst other = { http };\nother.http.validateHeaderName();',
])('takes one that is looked for first, and what is none: %s', (text) => {
  expectOf({ 'src/index.ts': text }).not.toThrow()
})

it.each([
  [
    'lookupService in node:dns/promises',
    'import dns from "node:dns";\ndns.promises.lookupService();',
  ],
  ['lookupService in dns/promises', 'import { promises as d } from "dns";\nd.lookupService();'],
  [
    'timerify in performance',
    'import { performance } from "perf_hooks";\nperformance.timerify(f);',
  ],
  ['clear in node:console', 'import console2 from "node:console";\nconsole2.clear();'],
])('refuses a member of what a module holds: %s', (what, text) => {
  expectOf({ 'src/index.ts': text }).toThrow(`has no ${what}`)
})

const inCommonJs = (text: string) =>
  `var require_old = __commonJS({\n  "old.cjs"(exports, module) {\n    ${text}\n  }\n});`

it.each([
  '__require("http").validateHeaderName("a");',
  'var value = __require("node:http").validateHeaderName("a");',
  'var http = __require("http");\nhttp.validateHeaderName("a");',
  'var other = 1, $web = __require("node:http");\nnew $web.IncomingMessage();',
  'var http_1 = __importDefault(__require("http"));\nhttp_1.default.validateHeaderName("a");',
  'var import_http = __toESM(__require("http"), 1);\nimport_http.default.validateHeaderName("a");',
])('refuses a member of what the user’s own CommonJS file requires: %s', (text) => {
  const files = { 'src/old.cjs': inCommonJs(text), 'src/index.ts': 'require_old();' }
  expectOf(files).toThrow(
    /^src\/old\.cjs: "engine: quickjs" has no (validateHeaderName|IncomingMessage) in (node:)?http$/,
  )
})

it.each([
  'var http = __require("http");\nif (http.validateHeaderName) http.validateHeaderName("a");',
  'if (typeof __require("http").validateHeaderName === "function") __require("http").validateHeaderName("a");',
  'var http = __require("http");\nhttp.request("a");\nhttp.nothingOfNode();',
  'var found = __require("http").request("a");\nfound.validateHeaderName("a");',
])('takes one that a CommonJS file looks for first, and what is none: %s', (text) => {
  const others = 'function serve(http) {\n  http.validateHeaderName("a");\n}'
  const files = { 'src/old.cjs': inCommonJs(text), 'src/index.ts': `require_old();\n${others}` }
  expectOf(files).not.toThrow()
})

it('takes a CommonJS package whose parts nobody may use, which stay in a bundle', () => {
  const text = inCommonJs(
    'var http = __require("http");\nexports.f = () => http.IncomingMessage();',
  )
  const file = 'node_modules/old/index.js'
  expectOf({ [file]: text }).not.toThrow()
})

it.each([
  'import { createServer as make } from "node:http";\nconst later = make;',
  'import http from "node:http";\nhttp.createServer();',
  'import * as http from "node:http";\nconst make = http.createServer;',
  'import http from "node:http";\nvar { request, createServer: make = 1 } = http;\nmake();',
  'const { createServer } = await import("node:http");\ncreateServer();',
  '(await import("node:http")).createServer();',
  'const http2 = await import("node:http");\nhttp2.createServer();',
  'import("node:http").then(({ createServer }) => createServer());',
  'import("node:http").then((http) => http.createServer());',
])('refuses what is only there to be named, in the user’s own file: %s', (text) => {
  expectOf({ 'src/index.ts': text }).toThrow(
    'src/index.ts: "engine: quickjs" has no createServer in node:http',
  )
})

it.each([
  'var { createServer } = __require("node:http");\n    createServer();',
  '__require("node:http").createServer();',
  'var $http = __require("node:http");\n    exports.make = $http.createServer;',
])('refuses it in the user’s own CommonJS file: %s', (text) => {
  expectOf({ 'src/old.cjs': inCommonJs(text) }).toThrow(
    'src/old.cjs: "engine: quickjs" has no createServer in node:http',
  )
})

it.each([
  'import { Server } from "node:http";\nexport const isOne = (it) => it instanceof Server;',
  'import { Server } from "node:http";\nit instanceof Server;\nsend({ Server: "a" }).get("Server");',
  'import http from "node:http";\nif (it instanceof http.Server) http.request();',
  'import http from "node:http";\nvar { request } = http;\nother.createServer(), request();',
])('takes a class that is only asked after, and what is called the same: %s', (text) => {
  expectOf({ 'src/index.ts': text }).not.toThrow()
})

it('takes what a package’s file does with it', () => {
  const text =
    'import http from "http";\nhttp.createServer();\nvar { Server } = http;\nnew Server();'
  const file = 'node_modules/some-sdk/login.js'
  expectOf({ [file]: text }).not.toThrow()
})

it.each([
  'import os from "os";\ntry {\n  all = os.networkInterfaces();\n} catch {\n}',
  'try {\n  return __oche_absent_localStorage;\n} catch (error) {\n}',
])('takes what a package tries, and not what a user’s own file tries: %s', (text) => {
  const file = 'node_modules/tool/index.js'
  expectOf({ [file]: text }).not.toThrow()
  expectOf({ 'src/index.ts': text }).toThrow('src/index.ts')
})

it('refuses what a package does without, where it fails', () => {
  const wasm = '__oche_absent_WebAssembly.compile(text)'
  const text = `try {\n  made = ${wasm};\n} catch {\n  made = ${wasm};\n}`
  const file = 'node_modules/tool/index.js'
  expectOf({ [file]: text }).toThrow(`${file}: `)
})

it.each(['process', 'node:process'])('knows what is left of %s as a module', (module) => {
  const own = `import me from "${module}";\nme.on("exit", me.env);\nme.chdir("/");`
  expectOf({ 'src/index.ts': own }).toThrow(`no chdir in ${module}`)
  const file = 'node_modules/tool/index.js'
  expectOf({ [file]: own }).not.toThrow()
})

it('marks members that Node.js has and the engine has not', () => {
  const flags = markAbsent(offer)
  expect(flags).toContain('--define:process.chdir=__oche_absent_process$chdir')
  expect(flags).toContain('--define:Intl=__oche_absent_Intl')
  expect(flags).toContain('--define:globalThis.Intl=__oche_absent_globalThis$Intl')
  expect(flags.filter((flag) => /process\.(env|on|_\w+)=/.test(flag))).toEqual([])
})

it.each([
  '__oche_absent_process$chdir("/");',
  'const report = __oche_absent_process$report.path;',
  'const found = /a(.)/.test(text) ? __oche_absent_RegExp$$1 : "";',
  'const found = /a(.)/.test(text) && __oche_absent_RegExp$$1 === "b";',
  'new __oche_absent_globalThis$WebSocket("ws://a");',
])('refuses a member of a global in the user’s own file, and leaves it to packages: %s', (text) => {
  expectOf({ 'src/index.ts': text }).toThrow(
    /^src\/index\.ts: "engine: quickjs" has no (process\.chdir|process\.report|RegExp\.\$1|WebSocket)$/,
  )
  const file = 'node_modules/tool/index.js'
  expectOf({ [file]: text }).not.toThrow()
})

it.each([
  'if (__oche_absent_process$report) __oche_absent_process$report.path;',
  '__oche_absent_process$report?.getReport();',
  'typeof (0, __oche_absent_process$report) === "object" && __oche_absent_process$report.path;',
  'if ("report" in process) __oche_absent_process$report.path;',
  'if (isNode && __oche_absent_process$report) __oche_absent_process$report.path;',
  '__oche_absent_process$report = { path: "a" };\n__oche_absent_process$report.path;',
  'const socket = __oche_absent_globalThis$WebSocket;\nif (socket) new __oche_absent_WebSocket("ws://a");',
  'if ("WebSocket" in globalThis) new __oche_absent_WebSocket("ws://a");',
  '__oche_absent_process$report !== void 0 && __oche_absent_process$report.path;',
])('takes a member of a global that a file asks for first: %s', (text) => {
  expectOf({ 'src/index.ts': text }).not.toThrow()
})
