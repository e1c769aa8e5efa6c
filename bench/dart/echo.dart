import 'package:oche/oche.dart';

/// Gives back its event.
Future<void> main() => serve((event, context) => event);
