import type { Area } from './area.ts'

export const credentials = {
  title: 'Credentials and connection',
  codes: {
    NO_CREDENTIALS: {
      exits: [4],
      cause: 'no credentials were found',
      remedy: '`aws configure`, `aws sso login`, or `--profile`',
    },
    NO_REGION: {
      cause: 'no region is set',
      remedy: "`--region`, `AWS_REGION`, or the profile's",
    },
    PROFILE_UNKNOWN: {
      cause: 'there is no profile of that name',
      remedy: 'correct it; the ones there are stand below the error',
    },
    CREDENTIALS_EXPIRED: {
      exits: [4],
      cause: 'the session or the token has ended',
      remedy: '`aws sso login`, or get new ones',
    },
    CREDENTIALS_REFUSED: {
      exits: [4],
      cause: 'AWS does not know the key, or its signature is wrong',
      remedy: '`aws sts get-caller-identity` shows whose they are',
    },
    CREDENTIAL_PROCESS_FAILED: {
      exits: [4],
      cause: 'the program behind `credential_process` failed',
      remedy: 'run it and see what it says',
    },
    MFA_NEEDED: {
      exits: [4],
      cause: 'the profile wants a code, and nobody can be asked',
      remedy: 'run the command on a terminal',
    },
    CLOCK_WRONG: {
      exits: [4],
      cause: "this machine's clock is off by more than AWS takes",
      remedy: 'set the clock',
    },
    CERTIFICATE_UNTRUSTED: {
      exits: [4],
      cause: 'a certificate on the way to AWS is not trusted, as behind some proxies',
      remedy: 'set `AWS_CA_BUNDLE`',
    },
    CA_BUNDLE_UNREADABLE: {
      cause: 'the file in `AWS_CA_BUNDLE` cannot be read',
      remedy: 'correct or unset it',
    },
    AWS_UNREACHABLE: {
      exits: [4],
      cause: 'no connection to AWS',
      remedy: 'look at the network, `--region`, `HTTPS_PROXY`, `AWS_ENDPOINT_URL`',
    },
  },
} as const satisfies Area
