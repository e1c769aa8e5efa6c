//! How modules are found: in the archives, and nowhere else once there is a function.
use crate::archive;
use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{Ctx, Error, Module, Object, Result, Value};
use std::cell::Cell;

/// A function's own module.
pub const MAIN: &str = "main";

thread_local! {
    static COMPILING: Cell<bool> = const { Cell::new(false) };
}

/// From now on what a module imports need not be there.
pub fn compile_only() {
    COMPILING.set(true);
}

pub struct Names;

impl Resolver for Names {
    fn resolve<'js>(
        &mut self,
        _: &Ctx<'js>,
        base: &str,
        name: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        if COMPILING.get() {
            return Ok(name.into());
        }
        find(name).ok_or_else(|| Error::new_resolving(base, name))
    }
}

/// Node's modules have two names: `fs` and `node:fs`. Chunks of the library are named `./chunk.js`.
fn find(name: &str) -> Option<String> {
    let own = name.strip_prefix("./").unwrap_or(name);
    [own.to_string(), format!("node:{own}")].into_iter().find(|name| archive::own().has(name))
}

pub struct Code;

impl Loader for Code {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        if COMPILING.get() {
            return Module::declare(ctx.clone(), name, "");
        }
        let code = archive::own().find(name).ok_or_else(|| Error::new_loading(name))?;
        // SAFETY: bytecode is only ever read from behind the executable that wrote it.
        unsafe { Module::load(ctx.clone(), code) }
    }
}

pub fn has(name: &str) -> bool {
    find(name).is_some()
}

/// Evaluates a module of the library, which waits for nothing at its top level.
pub fn load_now<'js>(ctx: &Ctx<'js>, name: &str) -> Result<Object<'js>> {
    let found = find(name).ok_or_else(|| Error::new_loading(name))?;
    // An import, rather than the archive itself: QuickJS keeps one instance of each module.
    let promise = Module::import(ctx, found)?;
    while promise.state() == rquickjs::promise::PromiseState::Pending {
        if !ctx.execute_pending_job() {
            break;
        }
    }
    promise.result::<Object>().unwrap_or_else(|| Err(Error::new_loading(name)))
}

/// Begins a function's module, which may wait at its top level.
pub fn start<'js>(ctx: &Ctx<'js>, name: &str) -> Result<Value<'js>> {
    Ok(Code.load(ctx, name, None)?.eval()?.1.into_value())
}
