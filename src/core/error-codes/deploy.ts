import type { Area } from './area.ts'

export const deploy = {
  title: 'Deploy, status, rollback, destroy',
  codes: {
    AWS_REFUSED: {
      exits: [4],
      cause: "AWS refused a call; AWS's own name for it stands in the message",
      remedy: 'fix what AWS names and run the command again: it goes on from there',
    },
    ACCOUNT_REFUSED: {
      cause: 'the credentials are of another account than `account:` names; nothing was built',
      remedy: 'choose others with `--profile`',
    },
    REGION_REFUSED: {
      cause: '`--region`, or `AWS_REGION`, names another region than `region:`',
      remedy: 'type it with the region of `oche.yaml`, or leave it out',
    },
    ACCESS_DENIED: {
      exits: [4],
      cause: 'the credentials lack a permission',
      remedy: 'see [permissions](iam.md)',
    },
    NO_LOGGING_ROLE: {
      exits: [4],
      cause: 'API Gateway has no role in the account by which REST APIs write access logs',
      remedy: 'give it one by `aws apigateway update-account`, or leave out `api.accessLogs`',
    },
    API_HAS_DOMAIN: {
      exits: [4],
      cause: 'the API that is to be deleted has a domain of its own; it still serves',
      remedy: 'take its API mappings from the domain, then type the command again',
    },
    AWS_WAITED_TOO_LONG: {
      exits: [4],
      cause: 'something that AWS does by itself has not come about in time',
      remedy: 'run the command again',
    },
    BUCKET_REFUSED: {
      exits: [4],
      cause:
        "the bucket for large packages is another account's or region's, is not there, or may not be used",
      remedy: 'what the error names; `--bucket` takes another one',
    },
    DESTINATION_MISSING: {
      cause:
        'a function that `onSuccess` or `onFailure` names is not deployed, or failed in the same run',
      remedy: 'deploy it first, or both together',
    },
    EVENT_SOURCE_MISSING: {
      exits: [1, 4],
      cause:
        'a topic, a bucket or an event bus that `events:` names is not there, or it, a queue or a stream is in another region; nothing was changed',
      remedy: 'make it first, or correct its name',
    },
    CERTIFICATE_NOT_ISSUED: {
      cause: 'ACM does not issue the certificate that Oche has requested of the domain',
      remedy: 'what ACM names: mostly a CAA record; then deploy again',
    },
    CODE_STORAGE_EXCEEDED: {
      exits: [4],
      cause: "the account's storage for code is full",
      remedy:
        'lower `keepVersions` and deploy: what is beyond it goes first; delete functions that nobody needs, or ask AWS for more',
    },
    CONCURRENT_DEPLOY: {
      exits: [4],
      cause: 'somebody else changed the function meanwhile',
      remedy: 'look at `oche status`, deploy again',
    },
    FUNCTIONS_FAILED: {
      exits: [1, 4],
      cause: 'several functions failed; each is told, and those that did not are through',
      remedy: 'fix that and type it again',
    },
    DEPLOY_UNSUPPORTED: {
      cause: 'a kind of endpoint that `oche deploy` does not make, or `oche export` not hold',
      remedy: 'do what the error names',
    },
    FUNCTION_FAILED: {
      exits: [4],
      cause:
        'Lambda could not make the function, twice; it was deleted again. Or an earlier run has left one behind that Lambda could not make',
      remedy: 'fix what Lambda names; `oche destroy NAME` first where one was left behind',
    },
    UPDATE_FAILED: {
      exits: [4],
      cause: 'Lambda could not update the function; the version before still serves',
      remedy: 'fix what Lambda names',
    },
    HOSTED_ZONE_WRONG: {
      cause:
        "`api.domain.hostedZone` is not there, is another account's or private, or does not hold the domain; nothing was changed",
      remedy: 'name the public zone of the domain, or leave it out',
    },
    LAYER_UNUSABLE: {
      cause:
        "a layer's ARN is of another region, or its folder is empty or has a link that leads out of it",
      remedy: 'what the error names',
    },
    LOGS_NOT_FOUND: {
      cause: 'the function has no log group here: it is not deployed in this account and region',
      remedy: '`oche deploy`, or another `--region` or `--profile`',
    },
    NOT_DEPLOYED: {
      cause: 'the function is not in this account and region',
      remedy: '`oche deploy`, or another `--region` or `--profile`',
    },
    NOT_OURS: {
      exits: [1, 4],
      cause:
        'a resource of that name exists and was not made for this function; or a bucket tells somebody else of the same objects; or a hosted zone has another record of the domain',
      remedy: 'choose another name, prefix or suffix, or `--adopt`',
    },
    POLICY_UNKNOWN: {
      exits: [4],
      cause: '`policies:` names a policy that does not exist',
      remedy: 'correct its ARN',
    },
    ROLE_NOT_ASSUMABLE: {
      exits: [4],
      cause: 'the role in `role:` does not trust Lambda',
      remedy: 'let it trust `lambda.amazonaws.com`, or leave `role:` out',
    },
    VERSION_UNKNOWN: {
      cause: '`rollback` names a version that is not there',
      remedy: 'take one that is listed',
    },
  },
} as const satisfies Area
