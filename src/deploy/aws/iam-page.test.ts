import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Every call that the program can make: the keys of `Operations`. */
const operations = [...read('operations.ts').matchAll(/^ {2}'([a-z0-9]+:\w+)':/gm)].map(
  ([, name]) => name!,
)

/** Calls whose permission has another name, or that need more than one. */
const exceptions: Record<string, string[]> = {
  'iam:CreateRole': ['iam:CreateRole', 'iam:TagRole'],
  'lambda:CreateFunction': ['lambda:CreateFunction', 'lambda:TagResource', 'iam:PassRole'],
  // Without ListTags it answers without tags, and nothing is ours.
  'lambda:GetFunction': ['lambda:GetFunction', 'lambda:ListTags'],
  'lambda:Invoke': ['lambda:InvokeFunction'],
  'apigateway:TagResource': ['apigateway:TagResource', 'apigateway:POST'],
  'apigateway:UntagResource': ['apigateway:UntagResource', 'apigateway:DELETE'],
  's3:HeadBucket': ['s3:ListBucket'],
  's3:HeadObject': ['s3:GetObject'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:CreateMultipartUpload': ['s3:PutObject'],
  's3:UploadPart': ['s3:PutObject'],
  's3:CompleteMultipartUpload': ['s3:PutObject'],
  's3:PutPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
  's3:PutBucketEncryption': ['s3:PutEncryptionConfiguration'],
  's3:PutBucketLifecycleConfiguration': ['s3:PutLifecycleConfiguration'],
}

/** API Gateway's permissions are methods of HTTP. */
const methods: Record<string, string> = {
  Get: 'GET',
  Create: 'POST',
  Update: 'PATCH',
  Delete: 'DELETE',
}

function actionsOf(operation: string): string[] {
  const verb = /^apigateway:(Get|Create|Update|Delete)/.exec(operation)?.[1]
  const named = verb === undefined ? operation : `apigateway:${methods[verb]!}`
  return exceptions[operation] ?? [named]
}

describe('docs/iam.md', () => {
  const json = /```json\n([\s\S]*?)```/.exec(read('../../../docs/iam.md'))![1]!
  const { Statement } = JSON.parse(json) as { Statement: { Action: string[] }[] }

  it('allows every call that the program can make, and nothing else', () => {
    expect(operations.length).toBeGreaterThan(60)
    const documented = Statement.flatMap(({ Action }) => Action)
    expect(documented.sort()).toEqual([...new Set(operations.flatMap(actionsOf))].sort())
  })
})
