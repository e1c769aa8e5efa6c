//! `native.files`: what the file system is asked, one call at a time.
mod errors;

use crate::values::{Bytes, Maybe, given, new_bytes, view, view_mut};
use errors::throw;
use rquickjs::{Ctx, Function, Object, Result};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::time::UNIX_EPOCH;

thread_local! {
    /// Open files by the number that JavaScript knows: above those of the standard streams.
    static OPEN: RefCell<HashMap<i32, (File, String)>> = RefCell::default();
}

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    descriptors(ctx, &part)?;
    contents(ctx, &part)?;
    places(ctx, &part)?;
    Ok(part)
}

/// @param flags as `fs.open` takes them
fn options(flags: &str) -> Option<OpenOptions> {
    let mut options = OpenOptions::new();
    match flags {
        "r" => options.read(true),
        "r+" | "rs+" => options.read(true).write(true),
        "w" => options.write(true).create(true).truncate(true),
        "wx" => options.write(true).create_new(true),
        "w+" => options.read(true).write(true).create(true).truncate(true),
        "wx+" => options.read(true).write(true).create_new(true),
        "a" => options.append(true).create(true),
        "ax" => options.append(true).create_new(true),
        "a+" => options.read(true).append(true).create(true),
        _ => return None,
    };
    Some(options)
}

fn descriptors<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let open = |ctx: Ctx<'js>, path: String, flags: String| {
        let Some(options) = options(&flags) else {
            let message = format!("The argument 'flags' is invalid. Received '{flags}'");
            return Err(crate::values::throw_code(&ctx, "ERR_INVALID_ARG_VALUE", &message));
        };
        let file = options.open(&path).map_err(|error| throw(&ctx, &error, "open", Some(&path)))?;
        Ok(OPEN.with_borrow_mut(|open| {
            let descriptor = (3..).find(|number| !open.contains_key(number)).expect("a number");
            open.insert(descriptor, (file, path));
            descriptor
        }))
    };
    part.set("open", Function::new(ctx.clone(), open)?)?;
    let close = |ctx: Ctx<'js>, descriptor: i32| match OPEN
        .with_borrow_mut(|open| open.remove(&descriptor))
    {
        Some(_) => Ok(()),
        None => Err(throw(&ctx, &errors::bad_descriptor(), "close", None)),
    };
    part.set("close", Function::new(ctx.clone(), close)?)?;
    let read = |ctx: Ctx<'js>, descriptor: i32, into: Bytes<'js>, position: Maybe<f64>| {
        with_file(&ctx, descriptor, "read", |file| {
            given(position).map_or(Ok(0), |at| file.seek(SeekFrom::Start(at as u64)))?;
            file.read(view_mut(&into))
        })
    };
    part.set("read", Function::new(ctx.clone(), read)?)?;
    let write = |ctx: Ctx<'js>, descriptor: i32, data: Bytes<'js>, position: Maybe<f64>| {
        with_file(&ctx, descriptor, "write", |file| {
            given(position).map_or(Ok(0), |at| file.seek(SeekFrom::Start(at as u64)))?;
            file.write_all(view(&data))
        })
    };
    part.set("write", Function::new(ctx.clone(), write)?)?;
    let stat = |ctx: Ctx<'js>, descriptor: i32| {
        with_file(&ctx, descriptor, "fstat", |file| Ok(numbers(&file.metadata()?)))
    };
    part.set("statOpen", Function::new(ctx.clone(), stat)?)?;
    let truncate = |ctx: Ctx<'js>, descriptor: i32, length: f64| {
        with_file(&ctx, descriptor, "ftruncate", |file| file.set_len(length as u64))
    };
    part.set("truncate", Function::new(ctx.clone(), truncate)?)?;
    let sync = |ctx: Ctx<'js>, descriptor: i32| {
        with_file(&ctx, descriptor, "fsync", |file| file.sync_all())
    };
    part.set("sync", Function::new(ctx.clone(), sync)?)
}

fn with_file<T>(
    ctx: &Ctx<'_>,
    descriptor: i32,
    call: &str,
    f: impl FnOnce(&mut File) -> std::io::Result<T>,
) -> Result<T> {
    OPEN.with_borrow_mut(|open| match open.get_mut(&descriptor) {
        Some((file, _)) => f(file).map_err(|error| throw(ctx, &error, call, None)),
        None => Err(throw(ctx, &errors::bad_descriptor(), call, None)),
    })
}

fn contents<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let read = |ctx: Ctx<'js>, path: String| match fs::read(&path) {
        Ok(bytes) => new_bytes(&ctx, &bytes),
        // A folder can be opened, and then not be read.
        Err(error) if fs::metadata(&path).is_ok_and(|one| one.is_dir()) => {
            Err(throw(&ctx, &error, "read", None))
        }
        Err(error) => Err(throw(&ctx, &error, "open", Some(&path))),
    };
    part.set("readFile", Function::new(ctx.clone(), read)?)?;
    let stat = |ctx: Ctx<'js>, path: String, follows: bool| {
        let (found, call) = if follows {
            (fs::metadata(&path), "stat")
        } else {
            (fs::symlink_metadata(&path), "lstat")
        };
        found.map(|found| numbers(&found)).map_err(|error| throw(&ctx, &error, call, Some(&path)))
    };
    part.set("stat", Function::new(ctx.clone(), stat)?)?;
    let list = |ctx: Ctx<'js>, path: String| {
        let names = || -> std::io::Result<Vec<Vec<String>>> {
            let mut all = Vec::new();
            for entry in fs::read_dir(&path)? {
                let entry = entry?;
                let kind = entry.file_type()?;
                let letter = if kind.is_dir() {
                    "d"
                } else if kind.is_symlink() {
                    "l"
                } else if kind.is_file() {
                    "f"
                } else {
                    "o"
                };
                all.push(vec![entry.file_name().to_string_lossy().into_owned(), letter.into()]);
            }
            all.sort();
            Ok(all)
        };
        names().map_err(|error| throw(&ctx, &error, "scandir", Some(&path)))
    };
    part.set("list", Function::new(ctx.clone(), list)?)
}

/// Size, mode, the times of change, of access and of birth in milliseconds, what it is (a letter), and
/// the numbers by which a file system knows it.
fn numbers(of: &Metadata) -> Vec<f64> {
    let time = |time: std::io::Result<std::time::SystemTime>| {
        let since = time.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        since.unwrap_or_default().as_secs_f64() * 1e3
    };
    let kind = of.file_type();
    let kind = if kind.is_dir() {
        1.0
    } else if kind.is_symlink() {
        2.0
    } else if kind.is_file() {
        0.0
    } else {
        3.0
    };
    let (mode, device, node, links) = unix_numbers(of);
    let times = [of.modified(), of.accessed(), of.created()].map(time);
    vec![of.len() as f64, mode, times[0], times[1], times[2], kind, device, node, links]
}

#[cfg(unix)]
fn unix_numbers(of: &Metadata) -> (f64, f64, f64, f64) {
    use std::os::unix::fs::MetadataExt;
    (of.mode().into(), of.dev() as f64, of.ino() as f64, of.nlink() as f64)
}

#[cfg(not(unix))]
fn unix_numbers(of: &Metadata) -> (f64, f64, f64, f64) {
    (if of.is_dir() { 0o40_666.into() } else { 0o100_666.into() }, 0.0, 0.0, 1.0)
}

fn places<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    // Node.js names the system's call in its errors.
    let one = |ctx: Ctx<'js>, call: String, path: String| {
        let done = match call.as_str() {
            "mkdir" => fs::create_dir(&path),
            "unlink" => fs::remove_file(&path),
            "rmdir" => fs::remove_dir(&path),
            _ => Err(std::io::ErrorKind::Unsupported.into()),
        };
        done.map_err(|error| throw(&ctx, &error, &call, Some(&path)))
    };
    part.set("at", Function::new(ctx.clone(), one)?)?;
    let two = |ctx: Ctx<'js>, call: String, from: String, to: String| {
        let done = match call.as_str() {
            "rename" => fs::rename(&from, &to),
            "copyfile" => fs::copy(&from, &to).map(drop),
            "link" => fs::hard_link(&from, &to),
            "symlink" => symlink(&from, &to),
            _ => Err(std::io::ErrorKind::Unsupported.into()),
        };
        done.map_err(|error| errors::throw_between(&ctx, &error, &call, &from, &to))
    };
    part.set("between", Function::new(ctx.clone(), two)?)?;
    let target = |ctx: Ctx<'js>, call: String, path: String| {
        let found = if call == "readlink" { fs::read_link(&path) } else { fs::canonicalize(&path) };
        found
            .map(|found| found.to_string_lossy().into_owned())
            .map_err(|error| throw(&ctx, &error, &call, Some(&path)))
    };
    part.set("target", Function::new(ctx.clone(), target)?)?;
    let change_mode = |ctx: Ctx<'js>, path: String, mode: u32| {
        set_mode(&path, mode).map_err(|error| throw(&ctx, &error, "chmod", Some(&path)))
    };
    part.set("chmod", Function::new(ctx.clone(), change_mode)?)?;
    let times = |ctx: Ctx<'js>, path: String, accessed: f64, modified: f64| {
        let at = |milliseconds: f64| {
            UNIX_EPOCH + std::time::Duration::from_secs_f64(milliseconds.max(0.0) / 1e3)
        };
        let times = fs::FileTimes::new().set_accessed(at(accessed)).set_modified(at(modified));
        File::open(&path)
            .and_then(|file| file.set_times(times))
            .map_err(|error| throw(&ctx, &error, "utime", Some(&path)))
    };
    part.set("setTimes", Function::new(ctx.clone(), times)?)
}

#[cfg(unix)]
fn symlink(from: &str, to: &str) -> std::io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(not(unix))]
fn symlink(from: &str, to: &str) -> std::io::Result<()> {
    std::os::windows::fs::symlink_file(from, to)
}

#[cfg(unix)]
fn set_mode(path: &str, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Windows knows read-only files alone.
#[cfg(not(unix))]
fn set_mode(path: &str, mode: u32) -> std::io::Result<()> {
    let mut permissions = fs::metadata(path)?.permissions();
    permissions.set_readonly(mode & 0o200 == 0);
    fs::set_permissions(path, permissions)
}
