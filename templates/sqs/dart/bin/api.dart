import 'package:__PACKAGE_NAME__/work.dart';
import 'package:oche/oche.dart';

Future<void> main() => serve(onSqs(work));
