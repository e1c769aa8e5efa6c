//! A small host for JavaScript on QuickJS: modules from archives behind the executable, one event
//! loop, and natives for what JavaScript cannot do, or would be slow at.
//!
//! ```text
//! oche-engine --compile OUT name=file…   an archive of bytecode (--compile-library: without lines)
//! oche-engine --join PART… OUT           an engine of any architecture, and archives behind it
//! oche-engine --exports                  what the library's modules export, as JSON
//! ```
//!
//! With a function behind it, an executable takes no arguments of its own and runs the function.
mod archive;
#[cfg(all(target_os = "linux", target_env = "musl"))]
mod begin;
mod event_loop;
#[cfg(test)]
mod fuzz;
mod memory;
mod modules;
mod natives;
mod tools;
mod values;

use rquickjs::{CatchResultExt, Context, Ctx, Result, Runtime};

/// Of JavaScript's own stack, in bytes. The system gives a main thread 8 MB.
const STACK: usize = 4 * 1024 * 1024;
/// The collector of cycles waits for this many bytes: most invocations leave no cycles behind.
const COLLECT_AFTER: usize = 2 * 1024 * 1024;

/// Code, the system's buffers of connections, and answers that are on their way.
const HOST_MEGABYTES: usize = 24;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let is_function = archive::own().has(modules::MAIN);
    let command = args.get(1).filter(|_| !is_function).map(String::as_str);
    if command == Some("--join") {
        std::process::exit(tools::join(&args[2..]))
    }
    let runtime = Runtime::new_with_alloc(memory::Memory::default()).expect("memory for a runtime");
    runtime.set_max_stack_size(STACK);
    runtime.set_gc_threshold(COLLECT_AFTER);
    if let Some(limit) = memory_limit() {
        runtime.set_memory_limit(limit);
    }
    runtime.set_loader(modules::Names, modules::Code);
    event_loop::watch_rejections(&runtime);
    let context = Context::full(&runtime).expect("memory for a context");
    let status = context.with(|ctx| match command {
        Some("--compile") => tools::compile(&ctx, &args[2..], true),
        Some("--compile-library") => tools::compile(&ctx, &args[2..], false),
        _ => run(&ctx, is_function),
    });
    // Nothing is taken apart: the process ends.
    std::process::exit(status)
}

/// Of what Lambda gives, all but what the host itself needs: JavaScript that asks for more gets an
/// error, which an invocation can answer with, before the system ends the process.
fn memory_limit() -> Option<usize> {
    const MEGABYTE: usize = 1024 * 1024;
    let given = std::env::var("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").ok()?;
    let megabytes: usize = given.parse().ok()?;
    megabytes.checked_sub(HOST_MEGABYTES)?.checked_mul(MEGABYTE)
}

/// What the library runs: the function, or without one the tool that lists its own exports.
fn run(ctx: &Ctx<'_>, is_function: bool) -> i32 {
    let start = || -> Result<()> {
        ctx.globals().set("__native", natives::all(ctx)?)?;
        modules::load_now(ctx, "boot")?;
        modules::start(ctx, if is_function { modules::MAIN } else { "oche:exports" })?;
        Ok(())
    };
    if let Err(error) = start().catch(ctx) {
        eprintln!("{error}");
        return 1;
    }
    event_loop::run(ctx)
}
