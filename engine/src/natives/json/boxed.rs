//! Numbers, text, booleans and BigInts that are objects: JSON has what they hold.
use rquickjs::function::This;
use rquickjs::{Ctx, Function, Object, Result, Value, qjs};
use std::cell::OnceCell;

enum Boxed {
    Number,
    String,
    /// A boolean or a BigInt.
    Other,
}

/// What an object holds, if it holds a primitive.
pub fn unboxed<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<Option<Value<'js>>> {
    let convert = |name: &str| -> Result<Value<'js>> {
        ctx.globals().get::<_, Function>(name)?.call((object.clone(),))
    };
    let Some(kind) = kind_of(ctx, object)? else { return Ok(None) };
    let value = match kind {
        Boxed::Number => convert("Number"),
        Boxed::String => convert("String"),
        Boxed::Other => {
            let value_of: Function = object.get("valueOf")?;
            value_of.call((This(object.clone()),))
        }
    };
    value.map(Some)
}

/// By the number of its class.
fn kind_of<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<Option<Boxed>> {
    thread_local! {
        static CLASSES: OnceCell<[u32; 4]> = const { OnceCell::new() };
    }
    let classes = match CLASSES.with(|classes| classes.get().copied()) {
        Some(classes) => classes,
        None => {
            let samples: Vec<Object> = ctx.eval("[0, '', false, 0n].map(Object)")?;
            let classes = [0, 1, 2, 3].map(|index| class_of(&samples[index]));
            CLASSES.with(|cell| *cell.get_or_init(|| classes))
        }
    };
    let found = classes.iter().position(|class| *class == class_of(object));
    Ok(found.map(|index| match index {
        0 => Boxed::Number,
        1 => Boxed::String,
        _ => Boxed::Other,
    }))
}

fn class_of(object: &Object<'_>) -> u32 {
    // SAFETY: reads a number that every object has.
    unsafe { qjs::JS_GetClassID(object.as_value().as_raw()) }
}
