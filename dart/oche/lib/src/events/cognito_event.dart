part of 'lambda_event.dart';

/// A trigger of a Cognito user pool: `switch` over the subclasses, or take one by `onCognito<…>`.
///
/// What the function decides is set on the event, which goes back to Cognito. What it throws refuses what
/// the user was about to do; the user may read the message.
///
/// ```dart
/// onCognito((event, context) {
///   switch (event) {
///     case CognitoPreSignUp():
///       event.autoConfirmUser = true;
///     case CognitoPreToken():
///       event.addToIdToken({'plan': 'free'});
///     default:
///       context.log.info('nothing to do for ${event.triggerSource}');
///   }
/// });
/// ```
sealed class CognitoEvent extends LambdaEvent {
  CognitoEvent._(this.json)
    : triggerSource = required(json, 'triggerSource'),
      userPoolId = required(json, 'userPoolId'),
      version = optional(json, 'version'),
      userName = optional(json, 'userName'),
      region = optional(json, 'region'),
      clientId = optional(
        optional<JsonMap>(json, 'callerContext') ?? const {},
        'clientId',
      ),
      request = optional(json, 'request') ?? const {},
      response = {...?optional<JsonMap>(json, 'response')};

  /// Throws a [FormatException] where [event] is another one.
  factory CognitoEvent.fromJson(JsonMap event) =>
      switch (required<String>(event, 'triggerSource').split('_').first) {
        'PreSignUp' => CognitoPreSignUp._(event),
        'PostConfirmation' => CognitoPostConfirmation._(event),
        'PreAuthentication' => CognitoPreAuthentication._(event),
        'PostAuthentication' => CognitoPostAuthentication._(event),
        'TokenGeneration' => CognitoPreToken._(event),
        'CustomMessage' => CognitoCustomMessage._(event),
        'DefineAuthChallenge' => CognitoDefineAuthChallenge._(event),
        'CreateAuthChallenge' => CognitoCreateAuthChallenge._(event),
        'VerifyAuthChallengeResponse' => CognitoVerifyAuthChallenge._(event),
        'UserMigration' => CognitoUserMigration._(event),
        _ => CognitoOtherTrigger._(event),
      };

  /// An event of a test: [request] is what the trigger asks, beside the attributes of the user.
  ///
  /// ```dart
  /// CognitoEvent.of('PreSignUp_SignUp', userAttributes: {'email': 'ada@example.com'});
  /// ```
  factory CognitoEvent.of(
    String triggerSource, {
    Map<String, String> userAttributes = const {},
    JsonMap request = const {},
    String version = '1',
  }) => CognitoEvent.fromJson({
    'version': version,
    'triggerSource': triggerSource,
    'region': 'us-east-1',
    'userPoolId': 'us-east-1_test',
    'userName': 'test',
    'callerContext': {'awsSdkVersion': 'test', 'clientId': 'test'},
    'request': {'userAttributes': userAttributes, ...request},
    'response': <String, Object?>{},
  });

  @override
  final JsonMap json;

  /// What has happened, for example `PreSignUp_AdminCreateUser`.
  final String triggerSource;

  /// Version of the trigger, for example `1`.
  final String? version;

  /// Id of the user pool.
  final String userPoolId;

  /// Name of the user in the pool.
  final String? userName;

  /// AWS region of the pool.
  final String? region;

  /// The application that the user is at.
  final String? clientId;

  /// All that the trigger asks, as it came.
  final JsonMap request;

  /// All that is answered; what the members of the subclasses set is here.
  final JsonMap response;

  /// The event with [response], as Cognito takes it.
  @override
  JsonMap toJson() => {...json, 'response': response};

  /// What the pool knows of the user, for example `email`.
  Map<String, String> get userAttributes => strings(request, 'userAttributes');

  /// What the application sent along for triggers.
  Map<String, String> get clientMetadata => strings(request, 'clientMetadata');

  /// What the application sent along for checks.
  Map<String, String> get validationData => strings(request, 'validationData');
}
