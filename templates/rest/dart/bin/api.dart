import 'package:__PACKAGE_NAME__/items.dart';
import 'package:oche/oche.dart';

Future<void> main() => serve(onHttp(items));
