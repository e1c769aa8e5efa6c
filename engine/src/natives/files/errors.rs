//! The system's errors as Node.js throws them: with `code`, `errno`, `syscall`, `path`, `dest`.
use rquickjs::{Ctx, Exception, Result, Value};
use std::io::{Error, ErrorKind};

pub fn bad_descriptor() -> Error {
    Error::new(ErrorKind::NotFound, BAD_DESCRIPTOR)
}

const BAD_DESCRIPTOR: &str = "bad file descriptor";

pub fn throw(ctx: &Ctx<'_>, error: &Error, call: &str, path: Option<&str>) -> rquickjs::Error {
    make(ctx, error, call, path, None)
}

pub fn throw_between(
    ctx: &Ctx<'_>,
    error: &Error,
    call: &str,
    from: &str,
    to: &str,
) -> rquickjs::Error {
    make(ctx, error, call, Some(from), Some(to))
}

fn make(
    ctx: &Ctx<'_>,
    error: &Error,
    call: &str,
    path: Option<&str>,
    to: Option<&str>,
) -> rquickjs::Error {
    let (code, number, what) = described(error);
    let at = path.map_or(String::new(), |path| format!(" '{path}'"));
    let toward = to.map_or(String::new(), |to| format!(" -> '{to}'"));
    let make = || -> Result<Value> {
        let thrown =
            Exception::from_message(ctx.clone(), &format!("{code}: {what}, {call}{at}{toward}"))?;
        let object = thrown.as_object();
        object.set("errno", -error.raw_os_error().unwrap_or(number))?;
        object.set("code", code)?;
        object.set("syscall", call)?;
        if let Some(path) = path {
            object.set("path", path)?;
        }
        if let Some(to) = to {
            object.set("dest", to)?;
        }
        Ok(thrown.into_value())
    };
    match make() {
        Ok(value) => ctx.throw(value),
        Err(error) => error,
    }
}

fn described(error: &Error) -> (&'static str, i32, &'static str) {
    if error.raw_os_error().is_none() && error.to_string() == BAD_DESCRIPTOR {
        return ("EBADF", 9, BAD_DESCRIPTOR);
    }
    match error.kind() {
        ErrorKind::NotFound => ("ENOENT", 2, "no such file or directory"),
        ErrorKind::PermissionDenied if error.raw_os_error() == Some(1) => {
            ("EPERM", 1, "operation not permitted")
        }
        ErrorKind::PermissionDenied => ("EACCES", 13, "permission denied"),
        ErrorKind::AlreadyExists => ("EEXIST", 17, "file already exists"),
        ErrorKind::NotADirectory => ("ENOTDIR", 20, "not a directory"),
        ErrorKind::IsADirectory => ("EISDIR", 21, "illegal operation on a directory"),
        ErrorKind::InvalidInput => ("EINVAL", 22, "invalid argument"),
        ErrorKind::StorageFull => ("ENOSPC", 28, "no space left on device"),
        ErrorKind::ReadOnlyFilesystem => ("EROFS", 30, "read-only file system"),
        ErrorKind::DirectoryNotEmpty => ("ENOTEMPTY", 39, "directory not empty"),
        ErrorKind::CrossesDevices => ("EXDEV", 18, "cross-device link not permitted"),
        ErrorKind::Unsupported => ("ENOTSUP", 95, "operation not supported on socket"),
        _ if error.raw_os_error() == Some(40) => {
            ("ELOOP", 40, "too many symbolic links encountered")
        }
        _ if error.raw_os_error() == Some(36) => ("ENAMETOOLONG", 36, "name too long"),
        _ if error.raw_os_error() == Some(24) => ("EMFILE", 24, "too many open files"),
        _ => ("EIO", 5, "i/o error"),
    }
}
