import 'package:__PACKAGE_NAME__/count.dart';
import 'package:oche/oche.dart';

Future<void> main() => serve(onHttp(count));
