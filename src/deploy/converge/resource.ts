import type { Artifact } from '../../core/artifact.ts'
import type { FunctionConfig } from '../../core/project.ts'
import type { Hidden } from '../../core/references.ts'
import type { Aws, OutOfDate } from '../aws/aws.ts'
import type { Input, Operation } from '../aws/operations.ts'
import type { Facts } from '../model/facts.ts'
import type { Place, Tags } from '../model/place.ts'
import type { Plan, Step } from '../model/plan.ts'
import type { Anchor } from '../model/version.ts'

/** What there is to know of one function before AWS is asked. */
export interface Source {
  place: Place
  fn: FunctionConfig
  /** References already resolved; undefined where one cannot be. */
  environment: Readonly<Record<string, string>> | undefined
  /** Absent where only the configuration is compared, as by `oche status`. */
  artifact?: Pick<Artifact, 'arch' | 'zip' | 'zipBytes' | 'sha256' | 'bytes'> | undefined
  /** Size of the files of layers that are folders, in bytes. @default 0 */
  layerBytes?: number | undefined
  /** The run of a command that deploys it, see `newRun`; undefined: nothing is written down of it. */
  run?: string | undefined
  /** A bucket of the user's for packages that need one. */
  bucket?: string | undefined
  /** What references of the configuration stand for. */
  hidden?: readonly Hidden[] | undefined
  /** All functions of the project: some are called by what stands before others. */
  siblings?: readonly FunctionConfig[] | undefined
  /** Names, as oche.yaml has them, of the functions that the same run deploys. */
  together?: readonly string[] | undefined
}

interface Seen<P> extends Anchor {
  place: P
  /** Ownership and the user's own, as on every resource. */
  tags: Tags
}

export interface Reading<Wanted, P = Place> extends Seen<P> {
  aws: Aws
  /** Undefined where it is to be deleted: only its place is known then. */
  wanted: Wanted | undefined
  isRemoval: boolean
  /** Whether there may be one; false only where the function's tags say that there is none. */
  mayExist: boolean
  /** Reads also what a tag already vouches for. */
  thorough: boolean
  /** The log group is to be deleted as well. */
  logs: boolean
  /** What is read of a resource that is made before this one, by its name. */
  earlier: (name: string) => Promise<unknown>
}

export interface Telling<Wanted, Found, P = Place> extends Seen<P> {
  wanted: Wanted
  found: Found
  /** Takes over resources that Oche did not make. */
  adopt: boolean
}

export interface Planning<Wanted, Found, P = Place> extends Telling<Wanted, Found, P> {
  facts: Facts
  /** The function's tags that say what there may be, see `record.ts`. */
  record: { changing: Tags; settled: Tags }
}

export interface Removing<Found, P = Place> extends Seen<P> {
  found: Found
  logs: boolean
}

/**
 * The parts of a plan. Of all resources, one after the other: everything that is prepared, that is
 * made, that goes since it is no longer wanted, and what is written at last.
 */
export interface Phases {
  prepare?: Plan
  make?: Plan
  remove?: Plan
  settle?: Plan
}

/** What a step finds. */
export interface Context<P = Place> {
  aws: Aws
  place: P
  tags: Tags
  /** Steps write here what those after them need. */
  facts: Facts
  /** Told how far a step is that takes long. */
  progress: (message: string) => void
}

/** How steps are carried out that are more than one call with what the plan knows. */
export type Handlers<P = Place> = {
  [O in Operation]?: (context: Context<P>, input: Partial<Input<O>>) => Promise<void>
}

/**
 * Something in AWS that belongs to a function, or to an application, for itself alone. Only `read` and
 * steps ask AWS.
 */
export interface Resource<Wanted, Found, P = Place, S = Source> {
  desire(source: S): Wanted
  /** Absent where there always is one. Otherwise a tag of the function says whether there is. */
  isWanted?(wanted: Wanted): boolean
  /** Whether one that is not wanted may be there all the same: it goes elsewhere. */
  mayStay?(given: Readonly<Facts>): boolean
  /** What of it others may set as well, by name, and whether it is wanted: a tag says which is ours. */
  parts?(wanted: Wanted): Readonly<Record<string, boolean>>
  read(reading: Reading<Wanted, P>): Promise<Found>
  /** What others have to know. */
  tell?(telling: Telling<Wanted, Found, P>): Facts
  plan(planning: Planning<Wanted, Found, P>): Phases
  /** Everything of it that is ours, for `oche destroy`. */
  remove(removing: Removing<Found, P>): Plan
  apply?(wanted: Wanted): Handlers<P>
  /** Steps of `remove` that are more than one call. */
  removing?: Handlers<P>
  /** Looks once more at what somebody else's call at the same time can undo. @throws OutOfDate */
  confirm?(context: Context<P>, wanted: Wanted, steps: readonly Step[]): Promise<void>
  /**
   * Told that a write has shown our view of the account to be old, and what there is now.
   *
   * @throws OcheError where going on would undo what somebody else did
   */
  review?(context: Context<P>, next: Anchor & { steps: readonly Step[] }, thrown: OutOfDate): void
  /** What is said while a step runs; undefined where it is not this resource's. */
  progress(call: Operation): string | undefined
}

type Any<P> = Resource<unknown, unknown, P, never>

/** A tag that says that something need not be read, see `vouch.ts`. */
export interface Vouching<P = Place> {
  /** Names of the resources that are compared all the same: what is found of them is the anchor. */
  readonly compared: readonly string[]
  /** What the tag tells of the others; undefined where it does not vouch for them. */
  known(desired: Desired<Wants, P>, anchor: Anchor, given: Readonly<Facts>): Facts | undefined
  /** What is written before and after a plan. */
  around(about: {
    desired: Desired<Wants, P>
    anchor: Anchor
    facts: Facts
    /** The plan changes something that the tag vouches for. */
    changesRest: boolean
  }): { before: Plan; after: Plan }
  /** What is written before anything goes. */
  beforeRemoval(place: P, anchor: Anchor): Plan
}

/** The resources of a function, or of an application. */
export interface Resources<P = Place> {
  /** By name, in the order in which they are made. */
  readonly all: Readonly<Record<string, Any<P>>>
  /** Their names in the order in which they go: what brings traffic first. */
  readonly removal: readonly string[]
  /** Reads what the others hang on. */
  readonly readAnchor: (aws: Aws, place: P, thorough: boolean) => Promise<Anchor>
  /** Reads what only some plans have to know; undefined where these steps need no more. */
  readonly readMore: (
    aws: Aws,
    place: P,
    anchor: Anchor,
    steps: readonly Step[],
  ) => Promise<Anchor | undefined>
  readonly vouching?: Vouching<P>
  /** Leaves a sign that what vouches for the resources may be wrong. */
  readonly leaveDoubt: (aws: Aws, place: P) => Promise<void>
}

/** By resource. */
export type Wants = Readonly<Record<string, unknown>>

/** What there should be of one function, or of what an application's functions share. */
export interface Desired<W = Wants, P = Place> {
  place: P
  tags: Tags
  /** By resource. */
  wants: W
  /** What is not shown: what references stand for. */
  hidden: readonly Hidden[]
}

/** What AWS has of it. */
export interface Remote<F = Wants> {
  anchor: Anchor
  /** By resource. */
  found: F
  /** What a tag tells of resources that were not read; absent where they were. */
  known?: Facts
}
