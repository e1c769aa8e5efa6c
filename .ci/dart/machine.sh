# Sourced: sets OCHE_DART to what runs Dart. Where there is no SDK that is the virtual machine of Dart 3.7, out
# of an npm package, put into a folder of its own in $tools, as npm takes away what it is not asked for. The
# script ends with 77 where nothing runs it.

if command -v dart > /dev/null; then
  OCHE_DART=$(command -v dart)
elif [ "$(uname -m)" = x86_64 ] && command -v apt-get > /dev/null; then
  OCHE_DART=$tools/machine/node_modules/sass-embedded-linux-ia32/dart-sass/src/dart
  if [ ! -e "$OCHE_DART" ]; then
    .ci/debian libc6-i386 || exit
    # Forced: by its name it is for another processor, which this one can be.
    npm install --prefix "$tools/machine" --no-save --no-package-lock --ignore-scripts --loglevel error \
      --force 'sass-embedded-linux-ia32@1.89.0' || exit
  fi
else
  echo 'nothing here runs Dart: no dart on the PATH, and its virtual machine is for Debian on x86_64'
  exit 77
fi
export OCHE_DART
