part of 'lambda_event.dart';

/// Somebody signs up, is imported by a provider, or made by an administrator.
///
/// ```dart
/// onCognitoPreSignUp((event, context) {
///   event.autoConfirmUser = event.triggerSource == 'PreSignUp_ExternalProvider';
/// });
/// ```
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
///
/// ```dart
/// onCognitoPostConfirmation((event, context) {
///   context.log.info('${event.userName} is new');
/// });
/// ```
final class CognitoPostConfirmation extends CognitoEvent {
  CognitoPostConfirmation._(super.json) : super._();
}

/// A user is about to sign in. Nothing is answered.
///
/// ```dart
/// onCognitoPreAuthentication((event, context) {
///   if (event.userAttributes['custom:blocked'] == 'yes') throw Exception('blocked');
/// });
/// ```
final class CognitoPreAuthentication extends CognitoEvent {
  CognitoPreAuthentication._(super.json) : super._();
}

/// A user has signed in. Nothing is answered.
///
/// ```dart
/// onCognitoPostAuthentication((event, context) {
///   context.log.info('${event.userName} has signed in at ${event.clientId}');
/// });
/// ```
final class CognitoPostAuthentication extends CognitoEvent {
  CognitoPostAuthentication._(super.json) : super._();
}

/// A message is sent to a user: it may be written here.
///
/// ```dart
/// onCognitoCustomMessage((event, context) {
///   event.emailSubject = 'Your code';
///   event.emailMessage = 'It is ${event.codeParameter}.';
/// });
/// ```
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

/// Somebody signs in, or has forgotten the password, whom the pool does not know: another system may.
///
/// ```dart
/// onCognitoUserMigration((event, context) {
///   if (event.password != 'of the old system') throw Exception('unknown');
///   event.migrate({'email': 'ada@example.com', 'email_verified': 'true'});
/// });
/// ```
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
///
/// ```dart
/// onCognito((event, context) {
///   if (event is CognitoOtherTrigger) context.log.warn('new: ${event.triggerSource}');
/// });
/// ```
final class CognitoOtherTrigger extends CognitoEvent {
  CognitoOtherTrigger._(super.json) : super._();
}
