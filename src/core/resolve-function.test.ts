import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadProject } from './project.ts'
import { hiding, LATER, RemoteValues } from './references.ts'
import {
  remoteReferencesOf,
  resolveEnvironment,
  resolveFunctionReferences,
} from './resolve-function.ts'

describe('resolveEnvironment', () => {
  it('reads references where oche runs', () => {
    const environment = { KEY: 'a-${env:SECRET}-b', PLAIN: 'x' }
    expect(resolveEnvironment({ name: 'f', environment }, [{}, { SECRET: 's' }])).toEqual({
      KEY: 'a-s-b',
      PLAIN: 'x',
    })
  })

  it('asks the process before a file', () => {
    const environment = { KEY: '${env:KEY}' }
    const sources = [{ KEY: 'of the process' }, { KEY: 'of the file' }]
    expect(resolveEnvironment({ name: 'f', environment }, sources)).toEqual({
      KEY: 'of the process',
    })
  })

  it('counts what the references stand for', () => {
    const environment = { KEY: '${env:SECRET}' }
    expect(() =>
      resolveEnvironment({ name: 'f', environment }, [{ SECRET: 's'.repeat(5000) }]),
    ).toThrow(
      expect.objectContaining({
        code: 'ENVIRONMENT_TOO_LARGE',
        message: expect.not.stringContaining('sss'),
      }),
    )
  })

  it('names the missing variable and no value', () => {
    const environment = { KEY: 'hidden-${env:SECRET}' }
    expect(() => resolveEnvironment({ name: 'f', environment }, [{}])).toThrow(
      'environment.KEY of f needs SECRET, which is not set here',
    )
  })
})

/** A reference in every string value that takes one. */
const WHOLE = `
name: "a-\${env:X}"
source: "src/\${env:X}.ts"
handler: "\${env:X}.handler"
include: [{ from: "\${env:X}", to: "\${env:X}" }]
http:
  kind: http-api
  routes: ["GET /\${env:X}"]
  stage: "\${env:X}"
  cors: { origins: ["https://\${env:X}"], headers: ["\${env:X}"], exposeHeaders: ["\${env:X}"] }
  authorizer: { type: jwt, issuer: "https://\${env:X}", audience: ["\${env:X}"], scopes: ["\${env:X}"] }
role: "arn:aws:iam::123456789012:role/\${env:X}"
policies: ["arn:aws:iam::aws:policy/\${env:X}", { Effect: Allow, Action: "s3:Get*", Resource: ["\${env:X}"] }]
permissionsBoundary: "arn:aws:iam::aws:policy/\${env:X}"
layers: ["\${env:X}"]
vpc: { subnets: ["subnet-\${env:X}"], securityGroups: ["sg-\${env:X}"] }
tags: { team: "\${env:X}" }
`

function load(text: string, env: Record<string, string>) {
  const cwd = mkdtempSync(join(tmpdir(), 'oche-references-'))
  try {
    writeFileSync(join(cwd, 'oche.yaml'), text)
    return loadProject({ cwd, env })
  } finally {
    rmSync(cwd, { recursive: true })
  }
}

describe('references', () => {
  it('are filled in in every value, and told, so that what they stand for is not shown', () => {
    const project = load(WHOLE, { X: 'filled' })
    const { fn, hidden } = resolveFunctionReferences(
      project.functions[0]!,
      [{ X: 'filled' }],
      'deploy',
    )
    expect(project.name).toBe('a-filled')
    expect(JSON.stringify(fn)).not.toContain('${env:')
    expect(fn).toMatchObject({
      name: 'a-filled',
      source: 'src/filled.ts',
      http: { authorizer: { issuer: 'https://filled', audience: ['filled'] } },
      policies: [expect.any(String), { Resource: ['filled'] }],
      tags: { team: 'filled' },
    })
    expect(new Set(hidden.map(({ reference, value }) => `${reference}=${value}`))).toEqual(
      new Set(['${env:X}=filled']),
    )
    expect(hiding('arn:aws:iam::aws:policy/filled', hidden)).toBe(
      'arn:aws:iam::aws:policy/${env:X}',
    )
  })

  it('that only a deploy needs need not be there to run a function', () => {
    const [fn] = load('role: "${env:ROLE}"\nhttp: { kind: url, access: public }\n', {}).functions
    expect(() => resolveFunctionReferences(fn!, [{}], 'run')).not.toThrow()
    expect(() => resolveFunctionReferences(fn!, [{}], 'deploy')).toThrow(/^role of .* needs ROLE/)
  })

  it.each([
    ['tags: { team: "${env:no-name}" }', /^tags.team of .* needs no-name, which is not set here/],
    ['policies: [{ Resource: ["a", "${env:X}"] }]', /^policies\[0\].Resource\[1\] of .* needs X/],
  ])('that cannot be filled in name their place: %s', (text, message) => {
    const [fn] = load(
      text.replace('{ Resource', '{ Effect: Allow, Action: "a:b", Resource'),
      {},
    ).functions
    expect(() => resolveFunctionReferences(fn!, [{}], 'deploy')).toThrow(message)
  })

  it.each([
    ['role: "${env:X}"', 'role of .*: expected an ARN such as'],
    ['layers: ["${env:X}"]', 'layers of .*: layers\\[0\\]: this is not the ARN of a version'],
    [
      'vpc: { subnets: ["${env:X}"], securityGroups: [sg-1] }',
      'vpc.subnets\\[0\\] of .*: a subnet is',
    ],
    ['http: { kind: http-api, routes: ["${env:X}"] }', 'http.routes\\[0\\] of .*: '],
    ['tags: { team: "${env:X}" }', 'tags of .*: tags.team: a value has only'],
    ['policies: ["${env:X}"]', 'policies\\[0\\] of .*: '],
  ])('have the form that their key takes, once they are filled in: %s', (text, message) => {
    const [fn] = load(text, {}).functions
    const fill = (X: string) => () => resolveFunctionReferences(fn!, [{ X }], 'deploy')
    expect(fill('arn:canary?!')).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(new RegExp(`^${message}`)),
      }),
    )
    expect(fill('arn:canary?!')).not.toThrow('canary')
  })

  it('to AWS stay as they are until it is asked, and are told where it is not asked', () => {
    const written = { name: 'f', environment: { KEY: '${ssm:/key}-${env:X}' } }
    const sources = [{ X: 'x' }]
    expect(resolveEnvironment(written, [...sources, LATER])).toEqual({ KEY: '${ssm:/key}-x' })
    expect(() => resolveEnvironment(written, sources)).toThrow(
      expect.objectContaining({
        code: 'REFERENCE_NOT_READ',
        message: 'environment.KEY of f needs ${ssm:/key}, and AWS is not asked for it here',
      }),
    )
    const remote = new RemoteValues([['${ssm:/key}', '${env:X}']])
    expect(resolveEnvironment(written, [...sources, remote])).toEqual({ KEY: '${env:X}-x' })
    expect(() => load('name: "${secret:name}"', {})).toThrow('name needs ${secret:name}, and AWS')
  })

  it('are all found that AWS has to be asked for', () => {
    const text = WHOLE.replaceAll(/^(name|source|handler|include): .*$/gm, '').replaceAll(
      'env:X',
      'ssm:x',
    )
    const [fn] = load(`${text}environment: { KEY: "\${secret:id#key}" }`, {}).functions
    const places = remoteReferencesOf(fn!).map(({ place }) => place.replace(/ of .*/, ''))
    expect(places).toContain('environment.KEY')
    expect(places).toContain('http.authorizer.scopes[0]')
    expect(places).toContain('policies[1].Resource[0]')
    expect(places).toHaveLength([...text.matchAll(/ssm:x/g)].length + 1)
  })

  it('in a name are what has to be a name', () => {
    expect(() => load('name: "${env:X}"', { X: 'no name' })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.not.stringContaining('no name at'),
      }),
    )
    expect(() => load('name: "${env:X}"', {})).toThrow('name needs X, which is not set here')
  })
})
