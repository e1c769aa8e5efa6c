part of 'lambda_event.dart';

/// A trigger of a Cognito user pool: `switch` over the subclasses, or take one by `onCognito<…>`.
///
/// What the function decides is set on the event, which goes back to Cognito. What it throws refuses what
/// the user was about to do; the user may read the message.
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

/// Somebody signs up, is imported by a provider, or made by an administrator.
final class CognitoPreSignUp extends CognitoEvent {
  CognitoPreSignUp._(super.json) : super._();

  /// Whether the user needs not confirm anything.
  bool get autoConfirmUser => response['autoConfirmUser'] == true;
  set autoConfirmUser(bool it) => response['autoConfirmUser'] = it;

  /// Whether the address needs no proof.
  bool get autoVerifyEmail => response['autoVerifyEmail'] == true;
  set autoVerifyEmail(bool it) => response['autoVerifyEmail'] = it;

  /// Whether the number needs no proof.
  bool get autoVerifyPhone => response['autoVerifyPhone'] == true;
  set autoVerifyPhone(bool it) => response['autoVerifyPhone'] = it;
}

/// A user has confirmed signing up, or a new password. Nothing is answered.
final class CognitoPostConfirmation extends CognitoEvent {
  CognitoPostConfirmation._(super.json) : super._();
}

/// A user is about to sign in. Nothing is answered.
final class CognitoPreAuthentication extends CognitoEvent {
  CognitoPreAuthentication._(super.json) : super._();
}

/// A user has signed in. Nothing is answered.
final class CognitoPostAuthentication extends CognitoEvent {
  CognitoPostAuthentication._(super.json) : super._();
}

/// Tokens are made: claims, scopes and groups may be changed.
final class CognitoPreToken extends CognitoEvent {
  CognitoPreToken._(super.json) : super._();

  /// Names of the groups that the user is in.
  List<String> get groups => stringList(
    optional(request, 'groupConfiguration') ?? const {},
    'groupsToOverride',
  );

  /// What the access token is for; empty in version 1 of the trigger.
  List<String> get scopes => stringList(request, 'scopes');

  /// Whether the access token can be changed: it cannot in version 1 of the trigger.
  bool get changesAccessToken => version != '1';

  /// Sets [claims] of the identity token. In version 1 of the trigger their values are text.
  void addToIdToken(JsonMap claims) => _add(_idToken, claims);

  /// Leaves the claims with these [names] out of the identity token.
  void removeFromIdToken(List<String> names) =>
      _list(_idToken, 'claimsToSuppress').addAll(names);

  /// Sets [claims] of the access token, and grants [scopes].
  ///
  /// Throws a [StateError] where the trigger has version 1.
  void addToAccessToken({
    JsonMap claims = const {},
    List<String> scopes = const [],
  }) {
    final token = _accessToken;
    if (claims.isNotEmpty) _add(token, claims);
    if (scopes.isNotEmpty) _list(token, 'scopesToAdd').addAll(scopes);
  }

  /// Leaves these [claims] and [scopes] out of the access token.
  ///
  /// Throws a [StateError] where the trigger has version 1.
  void removeFromAccessToken({
    List<String> claims = const [],
    List<String> scopes = const [],
  }) {
    final token = _accessToken;
    if (claims.isNotEmpty) _list(token, 'claimsToSuppress').addAll(claims);
    if (scopes.isNotEmpty) _list(token, 'scopesToSuppress').addAll(scopes);
  }

  /// Has the tokens say that the user is in these [groups].
  void overrideGroups(List<String> groups) =>
      _map(_details, 'groupOverrideDetails')['groupsToOverride'] = groups;

  JsonMap get _details => _map(
    response,
    changesAccessToken
        ? 'claimsAndScopeOverrideDetails'
        : 'claimsOverrideDetails',
  );

  JsonMap get _idToken =>
      changesAccessToken ? _map(_details, 'idTokenGeneration') : _details;

  JsonMap get _accessToken => changesAccessToken
      ? _map(_details, 'accessTokenGeneration')
      : throw StateError(
          'Version 1 of the trigger cannot change the access token: choose version 2 in the user pool',
        );

  static void _add(JsonMap token, JsonMap claims) =>
      _map(token, 'claimsToAddOrOverride').addAll(claims);

  /// The member [name] of [json], made where it is absent.
  static JsonMap _map(JsonMap json, String name) =>
      json[name] = {...?optional<JsonMap>(json, name)};

  static List<String> _list(JsonMap json, String name) {
    final list = [...stringList(json, name)];
    json[name] = list;
    return list;
  }
}

/// A message is sent to a user: it may be written here.
final class CognitoCustomMessage extends CognitoEvent {
  CognitoCustomMessage._(super.json) : super._();

  /// Stands for the code: the message has to contain it.
  String? get codeParameter => optional(request, 'codeParameter');

  /// Stands for the link, where the pool sends one.
  String? get linkParameter => optional(request, 'linkParameter');

  /// Stands for the user's name, where an administrator made the user.
  String? get usernameParameter => optional(request, 'usernameParameter');

  /// What is sent by SMS.
  String? get smsMessage => optional(response, 'smsMessage');
  set smsMessage(String? text) => response['smsMessage'] = text;

  /// What is sent by mail, as HTML.
  String? get emailMessage => optional(response, 'emailMessage');
  set emailMessage(String? text) => response['emailMessage'] = text;

  /// What the mail is about.
  String? get emailSubject => optional(response, 'emailSubject');
  set emailSubject(String? text) => response['emailSubject'] = text;
}

/// One challenge that was answered while a user signs in.
typedef CognitoChallenge = ({String name, bool passed, String? metadata});

List<CognitoChallenge> _sessionOf(JsonMap request) => [
  if (request['session'] != null)
    for (final challenge in objects(request, 'session'))
      (
        name: required(challenge, 'challengeName'),
        passed: optional<bool>(challenge, 'challengeResult') ?? false,
        metadata: optional(challenge, 'challengeMetadata'),
      ),
];

/// A user signs in by challenges of one's own: which is next, or is it over?
final class CognitoDefineAuthChallenge extends CognitoEvent {
  CognitoDefineAuthChallenge._(super.json) : super._();

  /// The challenges so far, oldest first.
  List<CognitoChallenge> get session => _sessionOf(request);

  /// Whether the pool has no such user, and does not say so.
  bool get userNotFound => optional(request, 'userNotFound') ?? false;

  /// The next challenge, for example `CUSTOM_CHALLENGE`.
  String? get challengeName => optional(response, 'challengeName');
  set challengeName(String? name) => response['challengeName'] = name;

  /// Whether the user has passed.
  bool get issueTokens => response['issueTokens'] == true;
  set issueTokens(bool it) => response['issueTokens'] = it;

  /// Whether the user has failed.
  bool get failAuthentication => response['failAuthentication'] == true;
  set failAuthentication(bool it) => response['failAuthentication'] = it;
}

/// A challenge of one's own is made.
final class CognitoCreateAuthChallenge extends CognitoEvent {
  CognitoCreateAuthChallenge._(super.json) : super._();

  /// Which challenge.
  String? get challengeName => optional(request, 'challengeName');

  /// The challenges so far, oldest first.
  List<CognitoChallenge> get session => _sessionOf(request);

  /// What the application shows.
  Map<String, String> get publicParameters =>
      strings(response, 'publicChallengeParameters');
  set publicParameters(Map<String, String> it) =>
      response['publicChallengeParameters'] = it;

  /// What only the trigger that checks the answer sees.
  Map<String, String> get privateParameters =>
      strings(response, 'privateChallengeParameters');
  set privateParameters(Map<String, String> it) =>
      response['privateChallengeParameters'] = it;

  /// A name for this challenge, which the session keeps.
  String? get metadata => optional(response, 'challengeMetadata');
  set metadata(String? text) => response['challengeMetadata'] = text;
}

/// A challenge of one's own was answered: is it right?
final class CognitoVerifyAuthChallenge extends CognitoEvent {
  CognitoVerifyAuthChallenge._(super.json) : super._();

  /// What the trigger that made the challenge kept.
  Map<String, String> get privateParameters =>
      strings(request, 'privateChallengeParameters');

  /// What the user answered.
  String? get challengeAnswer => optional(request, 'challengeAnswer');

  /// Whether it is right.
  bool get answerCorrect => response['answerCorrect'] == true;
  set answerCorrect(bool it) => response['answerCorrect'] = it;
}

/// Somebody signs in, or has forgotten the password, whom the pool does not know: another system may.
final class CognitoUserMigration extends CognitoEvent {
  CognitoUserMigration._(super.json) : super._();

  /// What the user typed; null where it was forgotten.
  String? get password => optional(request, 'password');

  /// Takes the user into the pool, with these [attributes]; `username` or `email` is needed.
  ///
  /// [isConfirmed] lets the user go on with the same password; [sendMessage] welcomes the user.
  void migrate(
    Map<String, String> attributes, {
    bool isConfirmed = true,
    bool sendMessage = false,
  }) => response.addAll({
    'userAttributes': attributes,
    'finalUserStatus': isConfirmed ? 'CONFIRMED' : 'RESET_REQUIRED',
    if (!sendMessage) 'messageAction': 'SUPPRESS',
  });
}

/// A trigger that has no type here, such as those that send messages themselves.
final class CognitoOtherTrigger extends CognitoEvent {
  CognitoOtherTrigger._(super.json) : super._();
}
