#!/bin/sh
# Stands for the Dart SDK of the official image: keeps packages where the real one does, and writes
# the header of an executable for the architecture that it is asked for.
set -eu
case "$1 $2" in
  'pub get')
    date >>/root/.pub-cache/log
    ;;
  'compile exe')
    [ -s /root/.pub-cache/log ] || { echo 'the cache of packages is not there'; exit 1; }
    [ ! -e .oche ] || { echo '.oche is in the context'; exit 1; }
    case "$*" in
      *--target-os=linux*--target-arch=arm64*) machine='\267\000' ;;
      *--target-os=linux*--target-arch=x64*) machine='\076\000' ;;
      *) echo "asked for no target: $*"; exit 1 ;;
    esac
    for output; do :; done
    {
      printf '\177ELF\002\001\001\000\000\000\000\000\000\000\000\000\002\000'
      printf "$machine"
      printf '\001\000\000\000'
      head -c 40 /dev/zero
    } >"$output"
    ;;
  *)
    echo "unexpected: $*"
    exit 1
    ;;
esac
