import 'package:__PACKAGE_NAME__/job.dart';
import 'package:oche/oche.dart';

Future<void> main() => serve(onSchedule(job));
