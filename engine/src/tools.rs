//! What `oche build` asks of an engine: bytecode for modules, and executables put together.
use crate::{archive, modules};
use rquickjs::{CatchResultExt, Ctx, Module, Result, WriteOptions, WriteOptionsEndianness};
use std::path::Path;

/// `--compile OUT name=file…`: an archive of the modules' bytecode, for any architecture. A name that
/// ends in a colon takes the file as it is. With `--compile-library` without the lines of functions: a
/// stack trace shows the user's.
pub fn compile(ctx: &Ctx<'_>, args: &[String], with_lines: bool) -> i32 {
    modules::compile_only();
    let Some((out, pairs)) = args.split_first() else {
        return fail("--compile OUT name=file…");
    };
    let mut compiled = Vec::new();
    for pair in pairs {
        let Some((name, file)) = pair.split_once('=') else {
            return fail(&format!("{pair}: not name=file"));
        };
        let source = match std::fs::read(file) {
            Ok(source) => source,
            Err(error) => return fail(&format!("{file}: {error}")),
        };
        if let Some(name) = name.strip_suffix(':') {
            compiled.push((name, source));
            continue;
        }
        match bytecode(ctx, name, source, with_lines).catch(ctx) {
            Ok(code) => compiled.push((name, code)),
            Err(error) => return fail(&format!("{file}: {error}")),
        }
    }
    let modules: Vec<_> = compiled.iter().map(|(name, code)| (*name, &code[..])).collect();
    write(out, &archive::write(&modules), false)
}

/// Without the source, which nobody reads: a stack trace needs names and lines only.
fn bytecode(ctx: &Ctx<'_>, name: &str, source: Vec<u8>, with_lines: bool) -> Result<Vec<u8>> {
    Module::declare(ctx.clone(), name, source)?.write(WriteOptions {
        strip_source: true,
        strip_debug: !with_lines,
        endianness: WriteOptionsEndianness::Little,
        ..Default::default()
    })
}

/// `--join PART… OUT`: an engine of any architecture, and archives behind it. What an executable without
/// archives gets last is what every start reads, and so is all that comes behind it.
pub fn join(args: &[String]) -> i32 {
    let Some((out, parts)) = args.split_last() else {
        return fail("--join PART… OUT");
    };
    let mut all = Vec::new();
    let mut last = 0;
    for part in parts {
        last = all.len();
        match std::fs::read(part) {
            Ok(bytes) => all.extend(bytes),
            Err(error) => return fail(&format!("{part}: {error}")),
        }
    }
    let near = archive::near(&all, last);
    name_near(&mut all, near);
    write(out, &all, true)
}

/// In bytes of ELF's header that mean nothing: where `begin` has the file read from.
fn name_near(file: &mut [u8], start: usize) {
    const UNUSED: std::ops::Range<usize> = 12..16;
    if file.starts_with(b"\x7fELF") && file[UNUSED] == [0; 4] {
        file[UNUSED].copy_from_slice(&(start as u32).to_le_bytes());
    }
}

fn write(out: &str, bytes: &[u8], executable: bool) -> i32 {
    let written = std::fs::write(out, bytes)
        .and_then(|()| if executable { make_executable(Path::new(out)) } else { Ok(()) });
    match written {
        Ok(()) => 0,
        Err(error) => fail(&format!("{out}: {error}")),
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
}

/// Windows knows by a name's ending what can be run.
#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

fn fail(message: &str) -> i32 {
    eprintln!("{message}");
    2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_start_reads_from_is_named_once_and_in_elf_only() {
        let mut file = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0rest".to_vec();
        name_near(&mut file, 0x01020304);
        name_near(&mut file, 7);
        assert_eq!(&file[12..], b"\x04\x03\x02\x01rest");
        let mut other = b"MZ\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
        name_near(&mut other, 7);
        assert_eq!(other[12..], [0; 4]);
    }
}
