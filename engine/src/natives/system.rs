//! `native.system`: variables, time, output, and what the process is.
use super::intl::ZONE_VARIABLE;
use crate::event_loop::tls;
use crate::values::{Maybe, given, with_data};
use rquickjs::{Array, Ctx, Function, Object, Promise, Result, Value};
use std::io::Write;
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    part.set("args", std::env::args().collect::<Vec<_>>())?;
    part.set("pid", std::process::id())?;
    part.set("arch", if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" })?;
    part.set("platform", platform())?;
    part.set("version", env!("CARGO_PKG_VERSION"))?;
    variables(ctx, &part)?;
    time(ctx, &part)?;
    process(ctx, &part)?;
    Ok(part)
}

fn platform() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    }
}

fn variables<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let all = Object::new(ctx.clone())?;
    for (name, value) in std::env::vars_os() {
        all.set(name.to_string_lossy().as_ref(), value.to_string_lossy().as_ref())?;
    }
    part.set("variables", all)?;
    let set = |name: String, value: Maybe<String>| {
        // SAFETY: other threads look names of hosts up, for which the C library reads variables
        // under the same lock that Rust's standard library holds here.
        unsafe {
            match given(value) {
                Some(value) => std::env::set_var(name, value),
                None => std::env::remove_var(name),
            }
        }
    };
    part.set("setVariable", Function::new(ctx.clone(), set)?)?;
    let read: Vec<&str> = tls::VARIABLES.into_iter().chain([ZONE_VARIABLE]).collect();
    part.set("readVariables", read)
}

fn time<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now);
    let origin = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    part.set("startedAt", origin.as_secs_f64() * 1e3)?;
    let now = || START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3;
    part.set("now", Function::new(ctx.clone(), now)?)
}

fn process<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let print = |descriptor: i32, data: Value<'js>| {
        with_data(&data, |bytes| match descriptor {
            2 => std::io::stderr().write_all(bytes),
            _ => {
                let mut out = std::io::stdout().lock();
                out.write_all(bytes).and_then(|()| out.flush())
            }
        })
        // Nobody reads any more: as Node.js, the function goes on.
        .map(|written| written.is_ok())
    };
    part.set("print", Function::new(ctx.clone(), print)?)?;
    let exit = |code: i32| -> () { std::process::exit(code) };
    part.set("exit", Function::new(ctx.clone(), exit)?)?;
    let folder = || {
        let folder = std::env::current_dir().unwrap_or_default();
        folder.to_string_lossy().into_owned()
    };
    part.set("folder", Function::new(ctx.clone(), folder)?)?;
    part.set("residentBytes", Function::new(ctx.clone(), resident_bytes)?)?;
    part.set("hostName", Function::new(ctx.clone(), host_name)?)?;
    part.set("promise", Function::new(ctx.clone(), promise)?)
}

/// Whether a promise is pending (0), fulfilled (1) or rejected (2), and its outcome.
fn promise<'js>(ctx: Ctx<'js>, promise: Promise<'js>) -> Result<Array<'js>> {
    let told = Array::new(ctx.clone())?;
    let state = promise.state() as i32;
    told.set(0, state)?;
    match promise.result::<Value>() {
        Some(Ok(value)) => told.set(1, value)?,
        Some(Err(_)) => told.set(1, ctx.catch())?,
        None => {}
    }
    Ok(told)
}

/// Memory that the process holds; 0 where the system does not tell in a file.
fn resident_bytes() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|rest| rest.trim().split(' ').next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) * 1024.0
}

fn host_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if name.trim().is_empty() { "localhost".into() } else { name.trim().into() }
}
