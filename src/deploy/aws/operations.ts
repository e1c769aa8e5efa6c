import type * as Acm from '@aws-sdk/client-acm'
import type * as ApiGateway from '@aws-sdk/client-apigatewayv2'
import type * as RestApi from '@aws-sdk/client-api-gateway'
import type * as Logs from '@aws-sdk/client-cloudwatch-logs'
import type * as Tagging from '@aws-sdk/client-resource-groups-tagging-api'
import type * as Iam from '@aws-sdk/client-iam'
import type * as Lambda from '@aws-sdk/client-lambda'
import type * as EventBridge from '@aws-sdk/client-eventbridge'
import type * as Route53 from '@aws-sdk/client-route-53'
import type * as S3 from '@aws-sdk/client-s3'
import type * as Secrets from '@aws-sdk/client-secrets-manager'
import type * as Sns from '@aws-sdk/client-sns'
import type * as Ssm from '@aws-sdk/client-ssm'
import type * as Scheduler from '@aws-sdk/client-scheduler'
import type * as Sts from '@aws-sdk/client-sts'

/**
 * Every call to AWS that the program can make, by its type. `docs/iam.md` is held against this
 * list by a test: a call that is added here has to be allowed there.
 */
interface Operations {
  'sts:GetCallerIdentity': [Sts.GetCallerIdentityCommandInput, Sts.GetCallerIdentityCommandOutput]

  'iam:GetRole': [Iam.GetRoleCommandInput, Iam.GetRoleCommandOutput]
  'iam:CreateRole': [Iam.CreateRoleCommandInput, Iam.CreateRoleCommandOutput]
  'iam:UpdateAssumeRolePolicy': [
    Iam.UpdateAssumeRolePolicyCommandInput,
    Iam.UpdateAssumeRolePolicyCommandOutput,
  ]
  'iam:PutRolePermissionsBoundary': [
    Iam.PutRolePermissionsBoundaryCommandInput,
    Iam.PutRolePermissionsBoundaryCommandOutput,
  ]
  'iam:DeleteRolePermissionsBoundary': [
    Iam.DeleteRolePermissionsBoundaryCommandInput,
    Iam.DeleteRolePermissionsBoundaryCommandOutput,
  ]
  'iam:TagRole': [Iam.TagRoleCommandInput, Iam.TagRoleCommandOutput]
  'iam:UntagRole': [Iam.UntagRoleCommandInput, Iam.UntagRoleCommandOutput]
  'iam:ListAttachedRolePolicies': [
    Iam.ListAttachedRolePoliciesCommandInput,
    Iam.ListAttachedRolePoliciesCommandOutput,
  ]
  'iam:AttachRolePolicy': [Iam.AttachRolePolicyCommandInput, Iam.AttachRolePolicyCommandOutput]
  'iam:DetachRolePolicy': [Iam.DetachRolePolicyCommandInput, Iam.DetachRolePolicyCommandOutput]
  'iam:ListRolePolicies': [Iam.ListRolePoliciesCommandInput, Iam.ListRolePoliciesCommandOutput]
  'iam:GetRolePolicy': [Iam.GetRolePolicyCommandInput, Iam.GetRolePolicyCommandOutput]
  'iam:PutRolePolicy': [Iam.PutRolePolicyCommandInput, Iam.PutRolePolicyCommandOutput]
  'iam:DeleteRolePolicy': [Iam.DeleteRolePolicyCommandInput, Iam.DeleteRolePolicyCommandOutput]
  'iam:DeleteRole': [Iam.DeleteRoleCommandInput, Iam.DeleteRoleCommandOutput]

  'logs:DescribeLogGroups': [
    Logs.DescribeLogGroupsCommandInput,
    Logs.DescribeLogGroupsCommandOutput,
  ]
  'logs:ListTagsForResource': [
    Logs.ListTagsForResourceCommandInput,
    Logs.ListTagsForResourceCommandOutput,
  ]
  'logs:CreateLogGroup': [Logs.CreateLogGroupCommandInput, Logs.CreateLogGroupCommandOutput]
  'logs:TagResource': [Logs.TagResourceCommandInput, Logs.TagResourceCommandOutput]
  'logs:UntagResource': [Logs.UntagResourceCommandInput, Logs.UntagResourceCommandOutput]
  'logs:PutRetentionPolicy': [
    Logs.PutRetentionPolicyCommandInput,
    Logs.PutRetentionPolicyCommandOutput,
  ]
  'logs:DeleteRetentionPolicy': [
    Logs.DeleteRetentionPolicyCommandInput,
    Logs.DeleteRetentionPolicyCommandOutput,
  ]
  'logs:DeleteLogGroup': [Logs.DeleteLogGroupCommandInput, Logs.DeleteLogGroupCommandOutput]
  'logs:FilterLogEvents': [Logs.FilterLogEventsCommandInput, Logs.FilterLogEventsCommandOutput]

  'lambda:GetFunction': [Lambda.GetFunctionCommandInput, Lambda.GetFunctionCommandOutput]
  'lambda:GetFunctionConfiguration': [
    Lambda.GetFunctionConfigurationCommandInput,
    Lambda.GetFunctionConfigurationCommandOutput,
  ]
  'lambda:CreateFunction': [Lambda.CreateFunctionCommandInput, Lambda.CreateFunctionCommandOutput]
  'lambda:UpdateFunctionConfiguration': [
    Lambda.UpdateFunctionConfigurationCommandInput,
    Lambda.UpdateFunctionConfigurationCommandOutput,
  ]
  'lambda:UpdateFunctionCode': [
    Lambda.UpdateFunctionCodeCommandInput,
    Lambda.UpdateFunctionCodeCommandOutput,
  ]
  'lambda:DeleteFunction': [Lambda.DeleteFunctionCommandInput, Lambda.DeleteFunctionCommandOutput]
  'lambda:TagResource': [Lambda.TagResourceCommandInput, Lambda.TagResourceCommandOutput]
  'lambda:UntagResource': [Lambda.UntagResourceCommandInput, Lambda.UntagResourceCommandOutput]
  'lambda:PutFunctionConcurrency': [
    Lambda.PutFunctionConcurrencyCommandInput,
    Lambda.PutFunctionConcurrencyCommandOutput,
  ]
  'lambda:DeleteFunctionConcurrency': [
    Lambda.DeleteFunctionConcurrencyCommandInput,
    Lambda.DeleteFunctionConcurrencyCommandOutput,
  ]
  'lambda:GetProvisionedConcurrencyConfig': [
    Lambda.GetProvisionedConcurrencyConfigCommandInput,
    Lambda.GetProvisionedConcurrencyConfigCommandOutput,
  ]
  'lambda:PutProvisionedConcurrencyConfig': [
    Lambda.PutProvisionedConcurrencyConfigCommandInput,
    Lambda.PutProvisionedConcurrencyConfigCommandOutput,
  ]
  'lambda:DeleteProvisionedConcurrencyConfig': [
    Lambda.DeleteProvisionedConcurrencyConfigCommandInput,
    Lambda.DeleteProvisionedConcurrencyConfigCommandOutput,
  ]
  'lambda:PublishVersion': [Lambda.PublishVersionCommandInput, Lambda.PublishVersionCommandOutput]
  'lambda:ListVersionsByFunction': [
    Lambda.ListVersionsByFunctionCommandInput,
    Lambda.ListVersionsByFunctionCommandOutput,
  ]
  'lambda:ListAliases': [Lambda.ListAliasesCommandInput, Lambda.ListAliasesCommandOutput]
  'lambda:GetAlias': [Lambda.GetAliasCommandInput, Lambda.GetAliasCommandOutput]
  'lambda:CreateAlias': [Lambda.CreateAliasCommandInput, Lambda.CreateAliasCommandOutput]
  'lambda:UpdateAlias': [Lambda.UpdateAliasCommandInput, Lambda.UpdateAliasCommandOutput]
  'lambda:DeleteAlias': [Lambda.DeleteAliasCommandInput, Lambda.DeleteAliasCommandOutput]
  'lambda:GetFunctionUrlConfig': [
    Lambda.GetFunctionUrlConfigCommandInput,
    Lambda.GetFunctionUrlConfigCommandOutput,
  ]
  'lambda:CreateFunctionUrlConfig': [
    Lambda.CreateFunctionUrlConfigCommandInput,
    Lambda.CreateFunctionUrlConfigCommandOutput,
  ]
  'lambda:UpdateFunctionUrlConfig': [
    Lambda.UpdateFunctionUrlConfigCommandInput,
    Lambda.UpdateFunctionUrlConfigCommandOutput,
  ]
  'lambda:DeleteFunctionUrlConfig': [
    Lambda.DeleteFunctionUrlConfigCommandInput,
    Lambda.DeleteFunctionUrlConfigCommandOutput,
  ]
  'lambda:GetPolicy': [Lambda.GetPolicyCommandInput, Lambda.GetPolicyCommandOutput]
  'lambda:AddPermission': [Lambda.AddPermissionCommandInput, Lambda.AddPermissionCommandOutput]
  'lambda:RemovePermission': [
    Lambda.RemovePermissionCommandInput,
    Lambda.RemovePermissionCommandOutput,
  ]
  'lambda:GetFunctionEventInvokeConfig': [
    Lambda.GetFunctionEventInvokeConfigCommandInput,
    Lambda.GetFunctionEventInvokeConfigCommandOutput,
  ]
  'lambda:PutFunctionEventInvokeConfig': [
    Lambda.PutFunctionEventInvokeConfigCommandInput,
    Lambda.PutFunctionEventInvokeConfigCommandOutput,
  ]
  'lambda:DeleteFunctionEventInvokeConfig': [
    Lambda.DeleteFunctionEventInvokeConfigCommandInput,
    Lambda.DeleteFunctionEventInvokeConfigCommandOutput,
  ]
  'lambda:ListEventSourceMappings': [
    Lambda.ListEventSourceMappingsCommandInput,
    Lambda.ListEventSourceMappingsCommandOutput,
  ]
  'lambda:CreateEventSourceMapping': [
    Lambda.CreateEventSourceMappingCommandInput,
    Lambda.CreateEventSourceMappingCommandOutput,
  ]
  'lambda:UpdateEventSourceMapping': [
    Lambda.UpdateEventSourceMappingCommandInput,
    Lambda.UpdateEventSourceMappingCommandOutput,
  ]
  'lambda:DeleteEventSourceMapping': [
    Lambda.DeleteEventSourceMappingCommandInput,
    Lambda.DeleteEventSourceMappingCommandOutput,
  ]
  'lambda:ListTags': [Lambda.ListTagsCommandInput, Lambda.ListTagsCommandOutput]
  'lambda:ListLayers': [Lambda.ListLayersCommandInput, Lambda.ListLayersCommandOutput]
  'lambda:ListLayerVersions': [
    Lambda.ListLayerVersionsCommandInput,
    Lambda.ListLayerVersionsCommandOutput,
  ]
  'lambda:PublishLayerVersion': [
    Lambda.PublishLayerVersionCommandInput,
    Lambda.PublishLayerVersionCommandOutput,
  ]
  'lambda:DeleteLayerVersion': [
    Lambda.DeleteLayerVersionCommandInput,
    Lambda.DeleteLayerVersionCommandOutput,
  ]
  'lambda:Invoke': [Lambda.InvokeCommandInput, Lambda.InvokeCommandOutput]

  'apigateway:GetApis': [ApiGateway.GetApisCommandInput, ApiGateway.GetApisCommandOutput]
  'apigateway:GetApi': [ApiGateway.GetApiCommandInput, ApiGateway.GetApiCommandOutput]
  'apigateway:CreateApi': [ApiGateway.CreateApiCommandInput, ApiGateway.CreateApiCommandOutput]
  'apigateway:UpdateApi': [ApiGateway.UpdateApiCommandInput, ApiGateway.UpdateApiCommandOutput]
  'apigateway:DeleteApi': [ApiGateway.DeleteApiCommandInput, ApiGateway.DeleteApiCommandOutput]
  'apigateway:DeleteCorsConfiguration': [
    ApiGateway.DeleteCorsConfigurationCommandInput,
    ApiGateway.DeleteCorsConfigurationCommandOutput,
  ]
  'apigateway:TagResource': [
    ApiGateway.TagResourceCommandInput,
    ApiGateway.TagResourceCommandOutput,
  ]
  'apigateway:UntagResource': [
    ApiGateway.UntagResourceCommandInput,
    ApiGateway.UntagResourceCommandOutput,
  ]
  'apigateway:GetIntegrations': [
    ApiGateway.GetIntegrationsCommandInput,
    ApiGateway.GetIntegrationsCommandOutput,
  ]
  'apigateway:CreateIntegration': [
    ApiGateway.CreateIntegrationCommandInput,
    ApiGateway.CreateIntegrationCommandOutput,
  ]
  'apigateway:UpdateIntegration': [
    ApiGateway.UpdateIntegrationCommandInput,
    ApiGateway.UpdateIntegrationCommandOutput,
  ]
  'apigateway:DeleteIntegration': [
    ApiGateway.DeleteIntegrationCommandInput,
    ApiGateway.DeleteIntegrationCommandOutput,
  ]
  'apigateway:GetAuthorizers': [
    ApiGateway.GetAuthorizersCommandInput,
    ApiGateway.GetAuthorizersCommandOutput,
  ]
  'apigateway:CreateAuthorizer': [
    ApiGateway.CreateAuthorizerCommandInput,
    ApiGateway.CreateAuthorizerCommandOutput,
  ]
  'apigateway:UpdateAuthorizer': [
    ApiGateway.UpdateAuthorizerCommandInput,
    ApiGateway.UpdateAuthorizerCommandOutput,
  ]
  'apigateway:DeleteAuthorizer': [
    ApiGateway.DeleteAuthorizerCommandInput,
    ApiGateway.DeleteAuthorizerCommandOutput,
  ]
  'apigateway:GetRoutes': [ApiGateway.GetRoutesCommandInput, ApiGateway.GetRoutesCommandOutput]
  'apigateway:CreateRoute': [
    ApiGateway.CreateRouteCommandInput,
    ApiGateway.CreateRouteCommandOutput,
  ]
  'apigateway:UpdateRoute': [
    ApiGateway.UpdateRouteCommandInput,
    ApiGateway.UpdateRouteCommandOutput,
  ]
  'apigateway:DeleteRoute': [
    ApiGateway.DeleteRouteCommandInput,
    ApiGateway.DeleteRouteCommandOutput,
  ]
  'apigateway:GetStages': [ApiGateway.GetStagesCommandInput, ApiGateway.GetStagesCommandOutput]
  'apigateway:CreateStage': [
    ApiGateway.CreateStageCommandInput,
    ApiGateway.CreateStageCommandOutput,
  ]
  'apigateway:UpdateStage': [
    ApiGateway.UpdateStageCommandInput,
    ApiGateway.UpdateStageCommandOutput,
  ]
  'apigateway:DeleteAccessLogSettings': [
    ApiGateway.DeleteAccessLogSettingsCommandInput,
    ApiGateway.DeleteAccessLogSettingsCommandOutput,
  ]
  'apigateway:DeleteStage': [
    ApiGateway.DeleteStageCommandInput,
    ApiGateway.DeleteStageCommandOutput,
  ]

  'ssm:GetParameters': [Ssm.GetParametersCommandInput, Ssm.GetParametersCommandOutput]
  'secretsmanager:GetSecretValue': [
    Secrets.GetSecretValueCommandInput,
    Secrets.GetSecretValueCommandOutput,
  ]
  'scheduler:GetScheduleGroup': [
    Scheduler.GetScheduleGroupCommandInput,
    Scheduler.GetScheduleGroupCommandOutput,
  ]
  'scheduler:CreateScheduleGroup': [
    Scheduler.CreateScheduleGroupCommandInput,
    Scheduler.CreateScheduleGroupCommandOutput,
  ]
  'scheduler:DeleteScheduleGroup': [
    Scheduler.DeleteScheduleGroupCommandInput,
    Scheduler.DeleteScheduleGroupCommandOutput,
  ]
  'scheduler:ListTagsForResource': [
    Scheduler.ListTagsForResourceCommandInput,
    Scheduler.ListTagsForResourceCommandOutput,
  ]
  'scheduler:TagResource': [Scheduler.TagResourceCommandInput, Scheduler.TagResourceCommandOutput]
  'scheduler:UntagResource': [
    Scheduler.UntagResourceCommandInput,
    Scheduler.UntagResourceCommandOutput,
  ]
  'scheduler:ListSchedules': [
    Scheduler.ListSchedulesCommandInput,
    Scheduler.ListSchedulesCommandOutput,
  ]
  'scheduler:GetSchedule': [Scheduler.GetScheduleCommandInput, Scheduler.GetScheduleCommandOutput]
  'scheduler:CreateSchedule': [
    Scheduler.CreateScheduleCommandInput,
    Scheduler.CreateScheduleCommandOutput,
  ]
  'scheduler:UpdateSchedule': [
    Scheduler.UpdateScheduleCommandInput,
    Scheduler.UpdateScheduleCommandOutput,
  ]
  'scheduler:DeleteSchedule': [
    Scheduler.DeleteScheduleCommandInput,
    Scheduler.DeleteScheduleCommandOutput,
  ]

  'apigateway:GetDomainName': [
    ApiGateway.GetDomainNameCommandInput,
    ApiGateway.GetDomainNameCommandOutput,
  ]
  'apigateway:CreateDomainName': [
    ApiGateway.CreateDomainNameCommandInput,
    ApiGateway.CreateDomainNameCommandOutput,
  ]
  'apigateway:UpdateDomainName': [
    ApiGateway.UpdateDomainNameCommandInput,
    ApiGateway.UpdateDomainNameCommandOutput,
  ]
  'apigateway:DeleteDomainName': [
    ApiGateway.DeleteDomainNameCommandInput,
    ApiGateway.DeleteDomainNameCommandOutput,
  ]
  'apigateway:GetApiMappings': [
    ApiGateway.GetApiMappingsCommandInput,
    ApiGateway.GetApiMappingsCommandOutput,
  ]
  'apigateway:CreateApiMapping': [
    ApiGateway.CreateApiMappingCommandInput,
    ApiGateway.CreateApiMappingCommandOutput,
  ]
  'apigateway:UpdateApiMapping': [
    ApiGateway.UpdateApiMappingCommandInput,
    ApiGateway.UpdateApiMappingCommandOutput,
  ]
  'apigateway:DeleteApiMapping': [
    ApiGateway.DeleteApiMappingCommandInput,
    ApiGateway.DeleteApiMappingCommandOutput,
  ]

  'acm:ListCertificates': [Acm.ListCertificatesCommandInput, Acm.ListCertificatesCommandOutput]
  'acm:ListTagsForCertificate': [
    Acm.ListTagsForCertificateCommandInput,
    Acm.ListTagsForCertificateCommandOutput,
  ]
  'acm:DescribeCertificate': [
    Acm.DescribeCertificateCommandInput,
    Acm.DescribeCertificateCommandOutput,
  ]
  'acm:RequestCertificate': [
    Acm.RequestCertificateCommandInput,
    Acm.RequestCertificateCommandOutput,
  ]
  'acm:AddTagsToCertificate': [
    Acm.AddTagsToCertificateCommandInput,
    Acm.AddTagsToCertificateCommandOutput,
  ]
  'acm:DeleteCertificate': [Acm.DeleteCertificateCommandInput, Acm.DeleteCertificateCommandOutput]

  'route53:GetHostedZone': [Route53.GetHostedZoneCommandInput, Route53.GetHostedZoneCommandOutput]
  'route53:ListResourceRecordSets': [
    Route53.ListResourceRecordSetsCommandInput,
    Route53.ListResourceRecordSetsCommandOutput,
  ]
  'route53:ChangeResourceRecordSets': [
    Route53.ChangeResourceRecordSetsCommandInput,
    Route53.ChangeResourceRecordSetsCommandOutput,
  ]

  'sns:ListSubscriptionsByTopic': [
    Sns.ListSubscriptionsByTopicCommandInput,
    Sns.ListSubscriptionsByTopicCommandOutput,
  ]
  'sns:GetSubscriptionAttributes': [
    Sns.GetSubscriptionAttributesCommandInput,
    Sns.GetSubscriptionAttributesCommandOutput,
  ]
  'sns:Subscribe': [Sns.SubscribeCommandInput, Sns.SubscribeCommandOutput]
  'sns:SetSubscriptionAttributes': [
    Sns.SetSubscriptionAttributesCommandInput,
    Sns.SetSubscriptionAttributesCommandOutput,
  ]
  'sns:Unsubscribe': [Sns.UnsubscribeCommandInput, Sns.UnsubscribeCommandOutput]

  'events:DescribeEventBus': [
    EventBridge.DescribeEventBusCommandInput,
    EventBridge.DescribeEventBusCommandOutput,
  ]
  'events:DescribeRule': [
    EventBridge.DescribeRuleCommandInput,
    EventBridge.DescribeRuleCommandOutput,
  ]
  'events:ListTargetsByRule': [
    EventBridge.ListTargetsByRuleCommandInput,
    EventBridge.ListTargetsByRuleCommandOutput,
  ]
  'events:ListTagsForResource': [
    EventBridge.ListTagsForResourceCommandInput,
    EventBridge.ListTagsForResourceCommandOutput,
  ]
  'events:PutRule': [EventBridge.PutRuleCommandInput, EventBridge.PutRuleCommandOutput]
  'events:PutTargets': [EventBridge.PutTargetsCommandInput, EventBridge.PutTargetsCommandOutput]
  'events:RemoveTargets': [
    EventBridge.RemoveTargetsCommandInput,
    EventBridge.RemoveTargetsCommandOutput,
  ]
  'events:DeleteRule': [EventBridge.DeleteRuleCommandInput, EventBridge.DeleteRuleCommandOutput]
  'events:TagResource': [EventBridge.TagResourceCommandInput, EventBridge.TagResourceCommandOutput]
  'events:UntagResource': [
    EventBridge.UntagResourceCommandInput,
    EventBridge.UntagResourceCommandOutput,
  ]

  'apigatewayv1:GetRestApis': [RestApi.GetRestApisCommandInput, RestApi.GetRestApisCommandOutput]
  'apigatewayv1:GetRestApi': [RestApi.GetRestApiCommandInput, RestApi.GetRestApiCommandOutput]
  'apigatewayv1:CreateRestApi': [
    RestApi.CreateRestApiCommandInput,
    RestApi.CreateRestApiCommandOutput,
  ]
  'apigatewayv1:UpdateRestApi': [
    RestApi.UpdateRestApiCommandInput,
    RestApi.UpdateRestApiCommandOutput,
  ]
  'apigatewayv1:DeleteRestApi': [
    RestApi.DeleteRestApiCommandInput,
    RestApi.DeleteRestApiCommandOutput,
  ]
  'apigatewayv1:TagResource': [RestApi.TagResourceCommandInput, RestApi.TagResourceCommandOutput]
  'apigatewayv1:UntagResource': [
    RestApi.UntagResourceCommandInput,
    RestApi.UntagResourceCommandOutput,
  ]
  'apigatewayv1:GetResources': [RestApi.GetResourcesCommandInput, RestApi.GetResourcesCommandOutput]
  'apigatewayv1:CreateResource': [
    RestApi.CreateResourceCommandInput,
    RestApi.CreateResourceCommandOutput,
  ]
  'apigatewayv1:DeleteResource': [
    RestApi.DeleteResourceCommandInput,
    RestApi.DeleteResourceCommandOutput,
  ]
  'apigatewayv1:PutMethod': [RestApi.PutMethodCommandInput, RestApi.PutMethodCommandOutput]
  'apigatewayv1:DeleteMethod': [RestApi.DeleteMethodCommandInput, RestApi.DeleteMethodCommandOutput]
  'apigatewayv1:PutIntegration': [
    RestApi.PutIntegrationCommandInput,
    RestApi.PutIntegrationCommandOutput,
  ]
  'apigatewayv1:PutMethodResponse': [
    RestApi.PutMethodResponseCommandInput,
    RestApi.PutMethodResponseCommandOutput,
  ]
  'apigatewayv1:PutIntegrationResponse': [
    RestApi.PutIntegrationResponseCommandInput,
    RestApi.PutIntegrationResponseCommandOutput,
  ]
  'apigatewayv1:GetGatewayResponses': [
    RestApi.GetGatewayResponsesCommandInput,
    RestApi.GetGatewayResponsesCommandOutput,
  ]
  'apigatewayv1:PutGatewayResponse': [
    RestApi.PutGatewayResponseCommandInput,
    RestApi.PutGatewayResponseCommandOutput,
  ]
  'apigatewayv1:DeleteGatewayResponse': [
    RestApi.DeleteGatewayResponseCommandInput,
    RestApi.DeleteGatewayResponseCommandOutput,
  ]
  'apigatewayv1:GetAuthorizers': [
    RestApi.GetAuthorizersCommandInput,
    RestApi.GetAuthorizersCommandOutput,
  ]
  'apigatewayv1:CreateAuthorizer': [
    RestApi.CreateAuthorizerCommandInput,
    RestApi.CreateAuthorizerCommandOutput,
  ]
  'apigatewayv1:UpdateAuthorizer': [
    RestApi.UpdateAuthorizerCommandInput,
    RestApi.UpdateAuthorizerCommandOutput,
  ]
  'apigatewayv1:DeleteAuthorizer': [
    RestApi.DeleteAuthorizerCommandInput,
    RestApi.DeleteAuthorizerCommandOutput,
  ]
  'apigatewayv1:GetDeployments': [
    RestApi.GetDeploymentsCommandInput,
    RestApi.GetDeploymentsCommandOutput,
  ]
  'apigatewayv1:CreateDeployment': [
    RestApi.CreateDeploymentCommandInput,
    RestApi.CreateDeploymentCommandOutput,
  ]
  'apigatewayv1:DeleteDeployment': [
    RestApi.DeleteDeploymentCommandInput,
    RestApi.DeleteDeploymentCommandOutput,
  ]
  'apigatewayv1:GetStages': [RestApi.GetStagesCommandInput, RestApi.GetStagesCommandOutput]
  'apigatewayv1:UpdateStage': [RestApi.UpdateStageCommandInput, RestApi.UpdateStageCommandOutput]
  'apigatewayv1:DeleteStage': [RestApi.DeleteStageCommandInput, RestApi.DeleteStageCommandOutput]

  'tag:GetResources': [Tagging.GetResourcesCommandInput, Tagging.GetResourcesCommandOutput]

  's3:HeadBucket': [S3.HeadBucketCommandInput, S3.HeadBucketCommandOutput]
  's3:CreateBucket': [S3.CreateBucketCommandInput, S3.CreateBucketCommandOutput]
  's3:PutBucketTagging': [S3.PutBucketTaggingCommandInput, S3.PutBucketTaggingCommandOutput]
  's3:GetBucketTagging': [S3.GetBucketTaggingCommandInput, S3.GetBucketTaggingCommandOutput]
  's3:PutPublicAccessBlock': [
    S3.PutPublicAccessBlockCommandInput,
    S3.PutPublicAccessBlockCommandOutput,
  ]
  's3:PutBucketEncryption': [
    S3.PutBucketEncryptionCommandInput,
    S3.PutBucketEncryptionCommandOutput,
  ]
  's3:PutBucketLifecycleConfiguration': [
    S3.PutBucketLifecycleConfigurationCommandInput,
    S3.PutBucketLifecycleConfigurationCommandOutput,
  ]
  's3:GetBucketNotificationConfiguration': [
    S3.GetBucketNotificationConfigurationCommandInput,
    S3.GetBucketNotificationConfigurationCommandOutput,
  ]
  's3:PutBucketNotificationConfiguration': [
    S3.PutBucketNotificationConfigurationCommandInput,
    S3.PutBucketNotificationConfigurationCommandOutput,
  ]
  's3:HeadObject': [S3.HeadObjectCommandInput, S3.HeadObjectCommandOutput]
  's3:PutObject': [S3.PutObjectCommandInput, S3.PutObjectCommandOutput]
  's3:CreateMultipartUpload': [
    S3.CreateMultipartUploadCommandInput,
    S3.CreateMultipartUploadCommandOutput,
  ]
  's3:UploadPart': [S3.UploadPartCommandInput, S3.UploadPartCommandOutput]
  's3:CompleteMultipartUpload': [
    S3.CompleteMultipartUploadCommandInput,
    S3.CompleteMultipartUploadCommandOutput,
  ]
  's3:AbortMultipartUpload': [
    S3.AbortMultipartUploadCommandInput,
    S3.AbortMultipartUploadCommandOutput,
  ]
  's3:ListObjectsV2': [S3.ListObjectsV2CommandInput, S3.ListObjectsV2CommandOutput]
  's3:DeleteObject': [S3.DeleteObjectCommandInput, S3.DeleteObjectCommandOutput]
  's3:DeleteBucket': [S3.DeleteBucketCommandInput, S3.DeleteBucketCommandOutput]
}

export type Operation = keyof Operations
export type Input<O extends Operation> = Operations[O][0]
export type Output<O extends Operation> = Operations[O][1]
export type Service =
  | 'sts'
  | 'iam'
  | 'logs'
  | 'lambda'
  | 'apigateway'
  | 'apigatewayv1'
  | 's3'
  | 'scheduler'
  | 'sns'
  | 'events'
  | 'ssm'
  | 'secretsmanager'
  | 'tag'
  | 'acm'
  | 'route53'

/** The part before and the part after the colon. */
export function splitOperation(operation: Operation): { service: Service; name: string } {
  const [service, name] = operation.split(':') as [Service, string]
  return { service, name }
}

/** Everything else changes something. `Invoke` is neither here nor there: it changes no resource. */
const READS = /:(Get|List|Describe|Head|Filter|Invoke)/

export function isRead(operation: Operation): boolean {
  return READS.test(operation)
}
