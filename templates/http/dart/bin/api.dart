import 'package:__PACKAGE_NAME__/greet.dart';
import 'package:oche/oche.dart';

Future<void> main() => serve(onHttp(greet));
