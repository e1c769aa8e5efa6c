/**
 * Every code that an `OcheError` has, by area. A new one gets its row in docs/errors.md and a test that
 * makes it happen; tests/errors.test.ts holds the three together. Names of AWS's own errors are none of
 * these: what AWS refuses is `AWS_REFUSED` where Oche has no better word, and AWS's name stands in the
 * message.
 */
export type ErrorCode =
  | CommandLineCode
  | ProjectCode
  | TypeScriptCode
  | DartCode
  | BuildCommandCode
  | ContainerCode
  | ExecutableCode
  | PackageCode
  | LocalCode
  | CredentialCode
  | DeployCode
  | BenchCode
  | MachineCode
  | 'BUG'

type CommandLineCode =
  | 'EVENT_NAME_INVALID'
  | 'EVENT_NOT_FOUND'
  | 'EVENT_NOT_JSON'
  | 'EVENT_TOO_LARGE'
  | 'FOLDER_NOT_EMPTY'
  | 'INTERRUPTED'
  | 'NODE_UNSUPPORTED'
  | 'OUT_NOT_WRITABLE'
  | 'USAGE'

type ProjectCode =
  | 'CONFIG_AMBIGUOUS'
  | 'CONFIG_INVALID'
  | 'CONFIG_MISNAMED'
  | 'CONFIG_NOT_FOUND'
  | 'CONFIG_SYNTAX'
  | 'CONFIG_UNREADABLE'
  | 'CWD_NOT_FOUND'
  | 'ENVIRONMENT_MISSING'
  | 'ENVIRONMENT_TOO_LARGE'
  | 'ENV_FILE_UNREADABLE'
  | 'FUNCTION_UNKNOWN'
  | 'REFERENCE_MISSING'
  | 'REFERENCE_NOT_READ'
  | 'SOURCE_NOT_FOUND'
  | 'SOURCE_UNKNOWN'
  | 'STAGE_UNKNOWN'

type TypeScriptCode =
  | 'BUN_NOT_FOUND'
  | 'COMPILE_FAILED'
  | 'ENGINE_LACKS'
  | 'ENGINE_NOT_BUILT'
  | 'ENGINE_NOT_FOUND'
  | 'ESBUILD_NOT_FOUND'
  | 'IMPORT_TYPE_UNSUPPORTED'
  | 'MACHINE_PATH'
  | 'NODE_EXECUTABLE_FAILED'
  | 'NODE_NOT_FETCHED'
  | 'NODE_TOO_OLD'
  | 'NO_HANDLER'

type DartCode =
  | 'BUNDLE_UNKNOWN'
  | 'DART_BROKEN'
  | 'DART_DOWNLOAD_FAILED'
  | 'DART_NOT_DEBUGGABLE'
  | 'DART_OPTION_UNSUPPORTED'
  | 'DART_PACKAGES_DAMAGED'
  | 'DART_TOO_OLD'
  | 'PUBSPEC_NOT_FOUND'

type BuildCommandCode =
  | 'BUILD_COMMAND_FAILED'
  | 'BUILD_COMMAND_NOT_FOUND'
  | 'BUILD_OUTPUT_MISSING'
  | 'SHELL_NOT_FOUND'

type ContainerCode =
  | 'CONTAINERFILE_MISSING'
  | 'CONTAINER_BUILD_FAILED'
  | 'CONTAINER_ENGINE_DOWN'
  | 'CONTAINER_ENGINE_MISSING'
  | 'CONTAINER_OUTSIDE'
  | 'EMULATOR_MISSING'

type ExecutableCode =
  | 'GLIBC_TOO_NEW'
  | 'LIBRARY_MISSING'
  | 'LIBSTDCXX_TOO_NEW'
  | 'NOT_EXECUTABLE'
  | 'SCRIPT_INTERPRETER'
  | 'WRONG_ARCHITECTURE'
  | 'WRONG_INTERPRETER'

type PackageCode =
  | 'ARTIFACT_NOT_A_ZIP'
  | 'ARTIFACT_NOT_EXECUTABLE'
  | 'ARTIFACT_NOT_FOUND'
  | 'ARTIFACT_NO_BOOTSTRAP'
  | 'INCLUDE_EMPTY'
  | 'INCLUDE_NOT_FOUND'
  | 'INCLUDE_OUTSIDE'
  | 'INCLUDE_SPECIAL'
  | 'INCLUDE_SYMLINK'
  | 'EXTERNAL_NOT_FOUND'
  | 'WRONG_NODE'
  | 'INCLUDE_TARGET'
  | 'PACKAGE_CONFLICT'
  | 'PACKAGE_TOO_LARGE'

type LocalCode =
  | 'FUNCTION_THROTTLED'
  | 'HOST_UNKNOWN'
  | 'HOST_UNSUPPORTED'
  | 'INVOKE_REFUSED'
  | 'LAYER_NOT_FOUND'
  | 'LOCAL_CLOSED'
  | 'NOT_BUILT'
  | 'CONSOLE_NOT_FOUND'
  | 'CONSOLE_PORT_IN_USE'
  | 'CONSOLE_REFUSED'
  | 'RECORDING_GONE'
  | 'PORT_IN_USE'
  | 'PORT_NOT_ALLOWED'

type CredentialCode =
  | 'CA_BUNDLE_UNREADABLE'
  | 'CERTIFICATE_UNTRUSTED'
  | 'CLOCK_WRONG'
  | 'CREDENTIALS_EXPIRED'
  | 'CREDENTIALS_REFUSED'
  | 'CREDENTIAL_PROCESS_FAILED'
  | 'MFA_NEEDED'
  | 'NO_CREDENTIALS'
  | 'NO_REGION'
  | 'PROFILE_UNKNOWN'

type DeployCode =
  | 'ACCESS_DENIED'
  | 'ACCOUNT_REFUSED'
  | 'API_HAS_DOMAIN'
  | 'AWS_REFUSED'
  | 'AWS_UNREACHABLE'
  | 'AWS_WAITED_TOO_LONG'
  | 'BUCKET_REFUSED'
  | 'CODE_STORAGE_EXCEEDED'
  | 'CONCURRENT_DEPLOY'
  | 'DEPLOY_UNSUPPORTED'
  | 'FUNCTIONS_FAILED'
  | 'FUNCTION_FAILED'
  | 'LAYER_UNUSABLE'
  | 'LOGS_NOT_FOUND'
  | 'NOT_DEPLOYED'
  | 'NOT_OURS'
  | 'POLICY_UNKNOWN'
  | 'REGION_REFUSED'
  | 'ROLE_NOT_ASSUMABLE'
  | 'UPDATE_FAILED'
  | 'VERSION_UNKNOWN'

type BenchCode = 'BENCH_FUNCTION_FAILED'

/** Node's own names for what the machine refuses. */
export type MachineCode = 'EACCES' | 'EDQUOT' | 'EMFILE' | 'ENOSPC' | 'EPERM' | 'EROFS'
