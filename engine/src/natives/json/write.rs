//! From values to JSON, by the steps of `JSON.stringify` without a replacer and without indentation.
use super::too_deep;
use crate::values::{is_surrogate, with_wtf8};
use rquickjs::function::This;
use rquickjs::{
    Array, Ctx, Exception, Filter, Function, Object, Result, String as JsString, Type, Value, qjs,
};
use std::cell::OnceCell;
use std::io::Write;

/// Nesting beyond it is refused before the stack ends.
const MAX_DEPTH: usize = 3000;

/// None for what JSON has no word for.
pub fn write<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Option<Vec<u8>>> {
    let mut writer = Writer { ctx, out: Vec::with_capacity(256), inside: Vec::new() };
    let name = || JsString::from_str(ctx.clone(), "").map(JsString::into_value);
    Ok(writer.property(value, name)?.then_some(writer.out))
}

struct Writer<'a, 'js> {
    ctx: &'a Ctx<'js>,
    out: Vec<u8>,
    /// The objects that are being written, outermost first.
    inside: Vec<Object<'js>>,
}

impl<'js> Writer<'_, 'js> {
    /// False where nothing was written: for undefined, a function, a symbol.
    fn property(
        &mut self,
        value: Value<'js>,
        name: impl FnOnce() -> Result<Value<'js>>,
    ) -> Result<bool> {
        let value = match value.type_of() {
            Type::Bool | Type::Int | Type::Float | Type::String | Type::Null => value,
            Type::Undefined | Type::Uninitialized | Type::Symbol => return Ok(false),
            _ => self.own_form(value, name)?,
        };
        match value.type_of() {
            Type::Null => self.out.extend(b"null"),
            Type::Bool => self.out.extend(if value.as_bool() == Some(true) { &b"true"[..] } else { b"false" }),
            Type::Int => write!(self.out, "{}", value.as_int().unwrap_or(0)).expect("memory"),
            Type::Float => self.number(value.as_number().unwrap_or(f64::NAN)),
            Type::String => self.string(value.as_string().expect("a string")),
            Type::BigInt => {
                return Err(Exception::throw_type(self.ctx, "Do not know how to serialize a BigInt"));
            }
            _ => {
                let Some(object) = value.as_object().filter(|object| !object.is_function()) else {
                    return Ok(false);
                };
                self.object(object)?;
            }
        }
        Ok(true)
    }

    /// What `toJSON` gives, and what a boxed primitive holds.
    fn own_form(
        &self,
        value: Value<'js>,
        name: impl FnOnce() -> Result<Value<'js>>,
    ) -> Result<Value<'js>> {
        let method: Value = match value.as_object() {
            Some(object) => object.get("toJSON")?,
            // Only a BigInt comes here otherwise.
            None => {
                let class: Object = self.ctx.globals().get("BigInt")?;
                class.get::<_, Object>("prototype")?.get("toJSON")?
            }
        };
        let value = match method.as_function() {
            Some(method) => method.call((This(value), name()?))?,
            None => value,
        };
        match value.as_object() {
            Some(object) => self.unboxed(object),
            None => Ok(value),
        }
    }

    fn unboxed(&self, object: &Object<'js>) -> Result<Value<'js>> {
        let convert = |name: &str| -> Result<Value<'js>> {
            self.ctx.globals().get::<_, Function>(name)?.call((object.clone(),))
        };
        match boxed(self.ctx, object)? {
            Some(Boxed::Number) => convert("Number"),
            Some(Boxed::String) => convert("String"),
            Some(Boxed::Other) => {
                let value_of: Function = object.get("valueOf")?;
                value_of.call((This(object.clone()),))
            }
            None => Ok(object.clone().into_value()),
        }
    }

    fn object(&mut self, object: &Object<'js>) -> Result<()> {
        if self.inside.len() >= MAX_DEPTH {
            return Err(too_deep(self.ctx));
        }
        if self.inside.contains(object) {
            let message = "Converting circular structure to JSON";
            return Err(Exception::throw_type(self.ctx, message));
        }
        self.inside.push(object.clone());
        if self.is_array(object)? {
            self.elements(object)?;
        } else {
            self.members(object)?;
        }
        self.inside.pop();
        Ok(())
    }

    /// Also of a proxy of an array.
    fn is_array(&self, object: &Object<'js>) -> Result<bool> {
        if object.is_array() || !object.is_proxy() {
            return Ok(object.is_array());
        }
        let class: Object = self.ctx.globals().get("Array")?;
        class.get::<_, Function>("isArray")?.call((object.clone(),))
    }

    fn elements(&mut self, object: &Object<'js>) -> Result<()> {
        self.out.push(b'[');
        let length = match object.as_array() {
            Some(array) => Array::len(array),
            None => object.get("length")?,
        };
        for index in 0..length {
            if index > 0 {
                self.out.push(b',');
            }
            let element: Value = object.get(index as u32)?;
            let name = || JsString::from_str(self.ctx.clone(), &index.to_string()).map(JsString::into_value);
            if !self.property(element, name)? {
                self.out.extend(b"null");
            }
        }
        self.out.push(b']');
        Ok(())
    }

    fn members(&mut self, object: &Object<'js>) -> Result<()> {
        self.out.push(b'{');
        let mut is_first = true;
        for name in object.own_keys::<JsString>(Filter::new().string().enum_only()) {
            let name = name?;
            let value: Value = object.get(name.clone())?;
            let start = self.out.len();
            if !is_first {
                self.out.push(b',');
            }
            self.string(&name);
            self.out.push(b':');
            if self.property(value, || Ok(name.clone().into_value()))? {
                is_first = false;
            } else {
                self.out.truncate(start);
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    fn number(&mut self, number: f64) {
        if number.is_finite() {
            let mut buffer = ryu_js::Buffer::new();
            self.out.extend(buffer.format_finite(number).as_bytes());
        } else {
            self.out.extend(b"null");
        }
    }

    fn string(&mut self, text: &JsString<'js>) {
        self.out.push(b'"');
        with_wtf8(text, |bytes| escape(bytes, &mut self.out));
        self.out.push(b'"');
    }
}

enum Boxed {
    Number,
    String,
    /// A boolean or a BigInt.
    Other,
}

/// What primitive an object holds, by the number of its class.
fn boxed<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<Option<Boxed>> {
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

fn escape(bytes: &[u8], out: &mut Vec<u8>) {
    let mut start = 0;
    for at in 0..bytes.len() {
        let byte = bytes[at];
        if byte >= 0x20 && byte != b'"' && byte != b'\\' && byte != 0xED {
            continue;
        }
        if byte == 0xED && !is_surrogate(&bytes[at..]) {
            continue;
        }
        out.extend_from_slice(&bytes[start..at]);
        start = at + 1;
        match byte {
            b'"' => out.extend(b"\\\""),
            b'\\' => out.extend(b"\\\\"),
            8 => out.extend(b"\\b"),
            12 => out.extend(b"\\f"),
            10 => out.extend(b"\\n"),
            13 => out.extend(b"\\r"),
            9 => out.extend(b"\\t"),
            0xED => {
                let unit = 0xD000 | u16::from(bytes[at + 1] & 0x3F) << 6 | u16::from(bytes[at + 2] & 0x3F);
                write!(out, "\\u{unit:04x}").expect("memory");
                start = at + 3;
            }
            _ => write!(out, "\\u{byte:04x}").expect("memory"),
        }
    }
    out.extend_from_slice(&bytes[start..]);
}
