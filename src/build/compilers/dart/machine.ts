import * as names from '../../../contract/variables.ts'
import type { DartOptions } from '../../../core/project.ts'
import type { HostArguments } from '../../types.ts'

/**
 * How the virtual machine runs a program as its executable would: with the options that the executable
 * reads from a variable, and with what the program was compiled for. Asserts are on.
 */
export function machineArguments(kernel: string, define: DartOptions['define']): HostArguments {
  return ({ variables, debugAt }) => [
    ...(variables[names.dartVmOptions] ?? '').split(',').filter((option) => option !== ''),
    ...(debugAt === undefined ? [] : debugArguments(debugAt)),
    '--enable-asserts',
    ...Object.entries(define).map(([name, value]) => `-D${name}=${value}`),
    kernel,
  ]
}

/**
 * Where the service of the virtual machine listens. Without a code in its path the address is the same
 * after every rebuild.
 */
function debugArguments(address: string): string[] {
  const [, host, port] = /^(.+):(\d+)$/.exec(address)!
  return [`--enable-vm-service=${port}/${host}`, '--disable-service-auth-codes']
}
