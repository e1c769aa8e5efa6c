//! Between JavaScript's strings and buffers and Rust's bytes.
use rquickjs::function::Opt;
use rquickjs::{ArrayBuffer, Ctx, Exception, Result, String as JsString, TypedArray, Value, qjs};

pub type Bytes<'js> = TypedArray<'js, u8>;

/// An argument that may be missing or undefined.
pub type Maybe<T> = Opt<Option<T>>;

pub fn given<T>(argument: Maybe<T>) -> Option<T> {
    argument.0.flatten()
}

/// The bytes of a Uint8Array. They are valid until JavaScript runs again: nothing here keeps them.
pub fn view<'a>(array: &'a Bytes<'_>) -> &'a [u8] {
    // SAFETY: no JavaScript runs, and so nothing detaches the buffer, while a native borrows it.
    unsafe { array.as_bytes() }.unwrap_or(&[])
}

pub fn view_mut<'a>(array: &'a Bytes<'_>) -> &'a mut [u8] {
    match array.as_raw() {
        // SAFETY: as for `view`; no native holds two views at a time.
        Some(mut raw) => unsafe { raw.as_mut() },
        None => &mut [],
    }
}

pub fn new_bytes<'js>(ctx: &Ctx<'js>, bytes: &[u8]) -> Result<Bytes<'js>> {
    TypedArray::new_copy(ctx.clone(), bytes)
}

/// Calls with a string's UTF-8, in which lone surrogates are three bytes that begin with ED A0..BF.
/// Text that is ASCII is not copied.
pub fn with_wtf8<T>(text: &JsString<'_>, f: impl FnOnce(&[u8]) -> T) -> T {
    with_wtf8_of(text.ctx().as_raw().as_ptr(), text.as_value().as_raw(), f)
}

/// The same.
///
/// @param text a string, that the caller keeps meanwhile
pub fn with_wtf8_of<T>(
    ctx: *mut qjs::JSContext,
    text: qjs::JSValue,
    f: impl FnOnce(&[u8]) -> T,
) -> T {
    // SAFETY: rquickjs reads strings as UTF-8 only, and fails on lone surrogates. The pointer is
    // freed after its last use, by the context that gave it.
    unsafe {
        let mut length = std::mem::MaybeUninit::uninit();
        let start = qjs::JS_ToCStringLen2(ctx, length.as_mut_ptr(), text, false);
        if start.is_null() {
            return f(b"");
        }
        let bytes = std::slice::from_raw_parts(start as *const u8, length.assume_init() as usize);
        let result = f(bytes);
        qjs::JS_FreeCString(ctx, start);
        result
    }
}

/// Whether a lone surrogate's three bytes begin here.
pub fn is_surrogate(bytes: &[u8]) -> bool {
    bytes.len() >= 3 && bytes[0] == 0xED && bytes[1] >= 0xA0
}

/// Calls with a string's UTF-8, lone surrogates replaced by U+FFFD.
pub fn with_utf8<T>(text: &JsString<'_>, f: impl FnOnce(&[u8]) -> T) -> T {
    with_wtf8(text, |bytes| {
        if memchr::memchr(0xED, bytes).is_none() || std::str::from_utf8(bytes).is_ok() {
            return f(bytes);
        }
        let mut fixed = bytes.to_vec();
        for at in 0..fixed.len() {
            if is_surrogate(&fixed[at..]) {
                fixed[at..at + 3].copy_from_slice("\u{FFFD}".as_bytes());
            }
        }
        f(&fixed)
    })
}

/// A string from UTF-8, whose malformed parts become U+FFFD as the Encoding Standard says.
pub fn new_string<'js>(ctx: &Ctx<'js>, bytes: &[u8]) -> Result<Value<'js>> {
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(new_valid_string(ctx, bytes));
    }
    Ok(new_valid_string(ctx, String::from_utf8_lossy(bytes).as_bytes()))
}

fn new_valid_string<'js>(ctx: &Ctx<'js>, bytes: &[u8]) -> Value<'js> {
    // SAFETY: the bytes are UTF-8 and are copied. rquickjs's own way takes a `&str` and looks at it
    // a second time.
    unsafe {
        let raw =
            qjs::JS_NewStringLen(ctx.as_raw().as_ptr(), bytes.as_ptr().cast(), bytes.len() as _);
        Value::from_raw(ctx.clone(), raw)
    }
}

/// A string whose characters have the numbers of the bytes.
pub fn new_latin1<'js>(ctx: &Ctx<'js>, bytes: &[u8]) -> Value<'js> {
    if bytes.is_ascii() {
        return new_valid_string(ctx, bytes);
    }
    new_utf16(ctx, &bytes.iter().map(|&byte| byte.into()).collect::<Vec<u16>>())
}

/// A string of any code units, lone surrogates among them.
pub fn new_utf16<'js>(ctx: &Ctx<'js>, units: &[u16]) -> Value<'js> {
    // SAFETY: the units are copied; rquickjs has no way to make a string of lone surrogates.
    unsafe {
        let raw = qjs::JS_NewStringUTF16(ctx.as_raw().as_ptr(), units.as_ptr(), units.len() as _);
        Value::from_raw(ctx.clone(), raw)
    }
}

/// Calls with the bytes of a string (as UTF-8), of a Uint8Array or of an ArrayBuffer.
pub fn with_data<T>(value: &Value<'_>, f: impl FnOnce(&[u8]) -> T) -> Result<T> {
    if let Some(text) = value.as_string() {
        return Ok(with_utf8(text, f));
    }
    if let Some(object) = value.as_object() {
        if let Some(array) = object.as_typed_array::<u8>() {
            return Ok(f(view(array)));
        }
        if let Some(buffer) = ArrayBuffer::from_object(object.clone()) {
            // SAFETY: as for `view`.
            return Ok(f(unsafe { buffer.as_bytes() }.unwrap_or(&[])));
        }
    }
    Err(Exception::throw_type(value.ctx(), "expected a string or a Uint8Array"))
}

/// Throws an Error with a `code`, as Node.js names them.
pub fn throw_code(ctx: &Ctx<'_>, code: &str, message: &str) -> rquickjs::Error {
    let make = || -> Result<Value> {
        let error = Exception::from_message(ctx.clone(), message)?;
        error.as_object().set("code", code)?;
        Ok(error.into_value())
    };
    match make() {
        Ok(error) => ctx.throw(error),
        Err(error) => error,
    }
}
