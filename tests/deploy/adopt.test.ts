import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadProject } from '../../src/core/project.ts'
import { silentReporter } from '../../src/core/reporter.ts'
import { createAws } from '../../src/deploy/aws/aws.ts'
import { desire, groundOf, placeOf } from '../../src/deploy/index.ts'
import { ACCOUNT, AwsModel } from '../support/aws-model/aws.ts'
import { quickClock } from '../support/aws-model/deploying.ts'
import { NAME } from '../support/aws-model/world.ts'
import { workspace } from '../support/cli.ts'
import { Random } from '../support/random.ts'
import { deployAll, planAll } from '../support/together.ts'

const URL_SIDS = ['FunctionURLAllowPublicAccess', 'FunctionURLInvokeAllowPublicAccess']

/** The model's key of what is the function's own, of no version and no alias. */
const UNQUALIFIED = undefined as unknown as string

/** A function as a script has made it: a public URL without a qualifier, and no version. */
function byScript(model: AwsModel) {
  const { lambda, iam } = model
  const role = iam.make('by-hand').arn
  const settings = { Role: role, Runtime: 'provided.al2', Handler: 'bootstrap', MemorySize: 256 }
  const fn = lambda.put(NAME, {
    latest: lambda.version(lambda.content(settings, 'by hand', 'x86_64')),
  })
  const url = { AuthType: 'NONE', InvokeMode: 'BUFFERED', FunctionUrl: 'https://old.on.aws/' }
  fn.urls.set(UNQUALIFIED, url)
  // Lambda keeps a policy for each qualifier: ids of statements are unique in each of them only.
  const statements = URL_SIDS.map((StatementId) => ({ Sid: StatementId, Principal: '*' }))
  fn.policies.set(UNQUALIFIED, structuredClone(statements))
  return { fn, role, url, statements }
}

it('a function of a script is taken over beside its own URL, whose statements have the same ids', async () => {
  const model = new AwsModel(new Random(1))
  const { fn, role, url, statements } = byScript(model)
  using folder = workspace(
    {
      'oche.yaml': `name: ${NAME}\nbuild: 'true'\narch: x86_64\nrole: ${role}\nhttp: { kind: url, access: public }\n`,
    },
    false,
  )
  const project = loadProject({ cwd: folder.path })
  const [own] = project.functions
  const place = placeOf(ACCOUNT, project, NAME)
  folder.write('zip', 'code')
  const zip = join(folder.path, 'zip')
  const sha256 = createHash('sha256').update('code').digest('hex')
  const artifact = { arch: 'x86_64', zip, zipBytes: 4, bytes: 1, sha256 } as const
  const desired = desire({ place, fn: own!, environment: {}, artifact })
  const send = model.sender('adopter')
  const aws = createAws({ send, clock: quickClock(new Random(1)), reporter: silentReporter })
  const source = { place: groundOf(ACCOUNT, project), api: project.api, functions: [own!] }
  const options = { aws, all: [desired], source }

  await expect(deployAll(options)).rejects.toMatchObject({ code: 'NOT_OURS' })
  expect(model.writes).toEqual([])
  await deployAll({ ...options, adopt: true })
  expect(fn.policies.get('live')!.map(({ Sid }) => Sid)).toEqual(URL_SIDS)
  expect(fn.policies.get(UNQUALIFIED)).toEqual(statements)
  expect(fn.urls.get(UNQUALIFIED)).toEqual(url)
  expect((await planAll(options)).calls).toEqual([])
})
