import { AwsFault, noEntity } from './fault.ts'

export interface Role {
  name: string
  arn: string
  /** Another one for a role that is made anew under the same name. */
  id: number
  trust: string
  tags: Record<string, string>
  boundary: string | undefined
  managed: Set<string>
  inline: Map<string, string>
  /** Calls until Lambda can use it. */
  unknownFor: number
}

type Input = Record<string, any>

/** Execution roles, as IAM keeps them. */
export class IamModel {
  readonly roles = new Map<string, Role>()
  readonly #account: string
  #ids = 0

  constructor(account: string) {
    this.#account = account
  }

  arnOf(name: string): string {
    return `arn:aws:iam::${this.#account}:role/${name}`
  }

  make(name: string, parts: Partial<Role> = {}): Role {
    const role: Role = {
      name,
      arn: this.arnOf(name),
      id: ++this.#ids,
      trust: '{}',
      tags: {},
      boundary: undefined,
      managed: new Set(),
      inline: new Map(),
      unknownFor: 0,
      ...parts,
    }
    this.roles.set(name, role)
    return role
  }

  answer(operation: string, input: Input): object {
    const name = input['RoleName'] as string
    if (operation === 'CreateRole') return this.#create(name, input)
    const role = this.roles.get(name)
    if (role === undefined) throw noEntity(`role with name ${name}`)
    switch (operation) {
      case 'GetRole':
        return { Role: described(role) }
      case 'UpdateAssumeRolePolicy':
        role.trust = input['PolicyDocument']
        return {}
      case 'PutRolePermissionsBoundary':
        role.boundary = input['PermissionsBoundary']
        return {}
      case 'DeleteRolePermissionsBoundary':
        role.boundary = undefined
        return {}
      case 'TagRole':
        for (const { Key, Value } of input['Tags']) role.tags[Key] = Value
        return {}
      case 'UntagRole':
        for (const key of input['TagKeys']) delete role.tags[key]
        return {}
      case 'ListAttachedRolePolicies':
        return { AttachedPolicies: [...role.managed].map((PolicyArn) => ({ PolicyArn })) }
      case 'AttachRolePolicy':
        role.managed.add(input['PolicyArn'])
        return {}
      case 'DetachRolePolicy':
        if (!role.managed.delete(input['PolicyArn'])) throw noEntity('Policy')
        return {}
      case 'ListRolePolicies':
        return { PolicyNames: [...role.inline.keys()] }
      case 'GetRolePolicy':
        return { PolicyDocument: encodeURIComponent(this.#inline(role, input)) }
      case 'PutRolePolicy':
        role.inline.set(input['PolicyName'], input['PolicyDocument'])
        return {}
      case 'DeleteRolePolicy':
        this.#inline(role, input)
        role.inline.delete(input['PolicyName'])
        return {}
      case 'DeleteRole':
        return this.#delete(role)
    }
    throw new Error(`the model has no iam:${operation}`)
  }

  #create(name: string, input: Input): object {
    if (this.roles.has(name)) {
      throw new AwsFault(
        'EntityAlreadyExistsException',
        409,
        `Role with name ${name} already exists.`,
      )
    }
    const tags = Object.fromEntries(input['Tags'].map((tag: Input) => [tag['Key'], tag['Value']]))
    const role = this.make(name, {
      trust: input['AssumeRolePolicyDocument'],
      boundary: input['PermissionsBoundary'],
      tags,
      unknownFor: 3,
    })
    return { Role: described(role) }
  }

  #inline(role: Role, input: Input): string {
    const found = role.inline.get(input['PolicyName'])
    if (found === undefined) throw noEntity('role policy')
    return found
  }

  #delete(role: Role): object {
    if (role.managed.size > 0 || role.inline.size > 0) {
      throw new AwsFault('DeleteConflictException', 409, 'must detach all policies first')
    }
    this.roles.delete(role.name)
    return {}
  }
}

function described(role: Role): object {
  return {
    RoleName: role.name,
    Arn: role.arn,
    AssumeRolePolicyDocument: encodeURIComponent(role.trust),
    Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
    ...(role.boundary && { PermissionsBoundary: { PermissionsBoundaryArn: role.boundary } }),
  }
}
