import { init } from 'es-module-lexer'
import { beforeAll, expect, it } from 'vitest'
import { refuseAbsent } from './absent.ts'

beforeAll(() => init)

const offer = { globals: [], modules: { http: ['Agent', 'createServer', 'request'] } }

/** As esbuild writes it: a comment before the text of each file. */
const bundle = (files: Record<string, string>) =>
  Object.entries(files)
    .map(([file, text]) => `// ${file}\n${text}`)
    .join('\n')

it('refuses a framework for request listeners, and names it', () => {
  const text = bundle({
    'node_modules/express/lib/express.js': 'var app = {};',
    'src/index.ts': 'export { app as default };',
  })
  expect(() => refuseAbsent(text, offer)).toThrow(
    'node_modules/express/lib/express.js: "engine: quickjs" has no servers of node:http, which express needs',
  )
})

it('refuses a server that the user’s own file makes', () => {
  const text = bundle({
    'src/index.ts': 'import { request, createServer as make } from "node:http";\nmake(request);',
  })
  expect(() => refuseAbsent(text, offer)).toThrow('src/index.ts: "engine: quickjs" has no servers')
})

it('takes a package that could make a server, and clients', () => {
  const text = bundle({
    'node_modules/some-sdk/login.js': 'import { createServer } from "http";\ncreateServer;',
    'src/index.ts': 'import { request } from "node:http";\nrequest;',
  })
  expect(() => refuseAbsent(text, offer)).not.toThrow()
})

it.each([
  'import http from "node:http";\nhttp.validateHeaderName("a");',
  'import * as http from "http";\nhttp.validateHeaderName("a");',
  'import http, { request } from "node:http";\nrequest(new http.IncomingMessage());',
])('refuses a member of a module that is imported as a whole: %s', (text) => {
  expect(() => refuseAbsent(bundle({ 'src/index.ts': text }), offer)).toThrow(
    /^src\/index\.ts: "engine: quickjs" has no (validateHeaderName|IncomingMessage) in (node:)?http$/,
  )
})

it.each([
  'import http from "node:http";\nif (http.validateHeaderName) http.validateHeaderName("a");',
  'import http from "node:http";\ntypeof http.validateHeaderName === "function" && http.validateHeaderName("a");',
  'import http from "node:http";\nhttp.validateHeaderName?.("a");\nhttp.nothingOfNode();',
  'import http from "node:http";\nhttp.request("a");\nconst other = { http };\nother.http.validateHeaderName();',
])('takes one that is looked for first, and what is none: %s', (text) => {
  expect(() => refuseAbsent(bundle({ 'src/index.ts': text }), offer)).not.toThrow()
})

const inCommonJs = (text: string) =>
  `var require_old = __commonJS({\n  "old.cjs"(exports, module) {\n    ${text}\n  }\n});`

it.each([
  '__require("http").validateHeaderName("a");',
  'var value = __require("node:http").validateHeaderName("a");',
  'var http = __require("http");\nhttp.validateHeaderName("a");',
  'var other = 1, $web = __require("node:http");\nnew $web.IncomingMessage();',
])('refuses a member of what the user’s own CommonJS file requires: %s', (text) => {
  const files = { 'src/old.cjs': inCommonJs(text), 'src/index.ts': 'require_old();' }
  expect(() => refuseAbsent(bundle(files), offer)).toThrow(
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
  expect(() => refuseAbsent(bundle(files), offer)).not.toThrow()
})

it('takes a CommonJS package whose parts nobody may use, which stay in a bundle', () => {
  const text = inCommonJs(
    'var http = __require("http");\nexports.f = () => http.IncomingMessage();',
  )
  const file = 'node_modules/old/index.js'
  expect(() => refuseAbsent(bundle({ [file]: text }), offer)).not.toThrow()
})
