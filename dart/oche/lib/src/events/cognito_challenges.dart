part of 'lambda_event.dart';

/// One challenge that was answered while a user signs in.
///
/// ```dart
/// onCognitoDefineAuthChallenge((event, context) {
///   event.issueTokens = event.session.any((challenge) => challenge.passed);
/// });
/// ```
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
///
/// ```dart
/// onCognitoDefineAuthChallenge((event, context) {
///   if (event.session.isEmpty) {
///     event.challengeName = 'CUSTOM_CHALLENGE';
///   } else {
///     event.issueTokens = event.session.last.passed;
///     event.failAuthentication = !event.session.last.passed;
///   }
/// });
/// ```
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
///
/// ```dart
/// onCognitoCreateAuthChallenge((event, context) {
///   event.publicParameters = {'question': '3 + 4'};
///   event.privateParameters = {'answer': '7'};
/// });
/// ```
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
///
/// ```dart
/// onCognitoVerifyAuthChallenge((event, context) {
///   event.answerCorrect = event.challengeAnswer == event.privateParameters['answer'];
/// });
/// ```
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
