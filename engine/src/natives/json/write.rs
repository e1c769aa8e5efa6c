//! From values to JSON, by the steps of `JSON.stringify` without a replacer and without indentation.
use super::too_deep;
use crate::values::{is_surrogate, with_wtf8};
use rquickjs::function::This;
use rquickjs::{
    Array, Ctx, Error, Exception, Function, Object, Result, String as JsString, Type, Value, qjs,
};
use std::cell::OnceCell;
use std::io::Write;

/// Nesting beyond it is refused before the stack ends.
const MAX_DEPTH: usize = 3000;

/// False for what JSON has no word for.
pub fn write<'js>(ctx: &Ctx<'js>, value: Value<'js>, out: &mut Vec<u8>) -> Result<bool> {
    let to_json = Name::new(ctx, "toJSON");
    let mut writer = Writer { ctx, out, inside: Vec::new(), to_json };
    writer.property(value, &Key::Index(None))
}

/// A property's name, owned.
struct Name {
    ctx: *mut qjs::JSContext,
    atom: qjs::JSAtom,
}

impl Name {
    fn new(ctx: &Ctx<'_>, text: &str) -> Self {
        let raw = ctx.as_raw().as_ptr();
        // SAFETY: QuickJS copies the text.
        let atom = unsafe { qjs::JS_NewAtomLen(raw, text.as_ptr().cast(), text.len() as _) };
        Name { ctx: raw, atom }
    }

    fn of<'js>(&self, ctx: &Ctx<'js>, object: &Object<'js>) -> Result<Value<'js>> {
        // SAFETY: name and object live; what comes out is owned. rquickjs makes a name of a text
        // each time.
        let value = unsafe {
            let raw = qjs::JS_GetProperty(self.ctx, object.as_value().as_raw(), self.atom);
            Value::from_raw(ctx.clone(), raw)
        };
        if value.is_exception() { Err(Error::Exception) } else { Ok(value) }
    }

    fn text<'js>(&self, ctx: &Ctx<'js>) -> Result<JsString<'js>> {
        // SAFETY: the name lives; what comes out is owned.
        let value =
            unsafe { Value::from_raw(ctx.clone(), qjs::JS_AtomToString(self.ctx, self.atom)) };
        value.into_string().ok_or(Error::Exception)
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        // SAFETY: the name is owned.
        unsafe { qjs::JS_FreeAtom(self.ctx, self.atom) }
    }
}

/// What `toJSON` is told: where a value was found. Made when it is asked for.
enum Key<'a> {
    Name(&'a Name),
    /// None for the whole value, which has the empty name.
    Index(Option<usize>),
}

impl Key<'_> {
    fn text<'js>(&self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let text = match self {
            Key::Name(name) => name.text(ctx)?,
            Key::Index(None) => JsString::from_str(ctx.clone(), "")?,
            Key::Index(Some(index)) => JsString::from_str(ctx.clone(), &index.to_string())?,
        };
        Ok(text.into_value())
    }
}

/// The names of an object's own members that are enumerable, in order.
struct Names {
    ctx: *mut qjs::JSContext,
    table: *mut qjs::JSPropertyEnum,
    count: u32,
}

impl Names {
    fn of(ctx: &Ctx<'_>, object: &Object<'_>) -> Result<Self> {
        let raw = ctx.as_raw().as_ptr();
        let (mut table, mut count) = (std::ptr::null_mut(), 0);
        let flags = (qjs::JS_GPN_STRING_MASK | qjs::JS_GPN_ENUM_ONLY) as i32;
        // SAFETY: QuickJS fills in a table that is owned from then on.
        let status = unsafe {
            let value = object.as_value().as_raw();
            qjs::JS_GetOwnPropertyNames(raw, &mut table, &mut count, value, flags)
        };
        if status < 0 { Err(Error::Exception) } else { Ok(Names { ctx: raw, table, count }) }
    }

    /// Hands the name over.
    fn take(&mut self, index: u32) -> Name {
        // SAFETY: the index is within the table; the name is not freed with it any more.
        let entry = unsafe { &mut *self.table.add(index as usize) };
        Name { ctx: self.ctx, atom: std::mem::replace(&mut entry.atom, 0) }
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        // SAFETY: the table is owned; freeing the name 0 does nothing.
        unsafe { qjs::JS_FreePropertyEnum(self.ctx, self.table, self.count) }
    }
}

struct Writer<'a, 'js> {
    ctx: &'a Ctx<'js>,
    out: &'a mut Vec<u8>,
    /// The objects that are being written, outermost first.
    inside: Vec<Object<'js>>,
    to_json: Name,
}

impl<'js> Writer<'_, 'js> {
    /// False where nothing was written: for undefined, a function, a symbol.
    fn property(&mut self, value: Value<'js>, key: &Key<'_>) -> Result<bool> {
        let value = match value.type_of() {
            Type::Bool | Type::Int | Type::Float | Type::String | Type::Null => value,
            Type::Undefined | Type::Uninitialized | Type::Symbol => return Ok(false),
            _ => self.own_form(value, key)?,
        };
        match value.type_of() {
            Type::Null => self.out.extend(b"null"),
            Type::Bool => self.out.extend(match value.as_bool() {
                Some(true) => &b"true"[..],
                _ => b"false",
            }),
            Type::Int => self.integer(value.as_int().unwrap_or(0)),
            Type::Float => self.number(value.as_number().unwrap_or(f64::NAN)),
            Type::String => self.string(value.as_string().expect("a string")),
            Type::BigInt => {
                let message = "Do not know how to serialize a BigInt";
                return Err(Exception::throw_type(self.ctx, message));
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
    fn own_form(&self, value: Value<'js>, key: &Key<'_>) -> Result<Value<'js>> {
        let method = match value.as_object() {
            Some(object) => self.to_json.of(self.ctx, object)?,
            // Only a BigInt comes here otherwise.
            None => {
                let class: Object = self.ctx.globals().get("BigInt")?;
                self.to_json.of(self.ctx, &class.get("prototype")?)?
            }
        };
        let value = match method.as_function() {
            Some(method) => method.call((This(value), key.text(self.ctx)?))?,
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
            if !self.property(element, &Key::Index(Some(index)))? {
                self.out.extend(b"null");
            }
        }
        self.out.push(b']');
        Ok(())
    }

    fn members(&mut self, object: &Object<'js>) -> Result<()> {
        self.out.push(b'{');
        let mut is_first = true;
        let mut names = Names::of(self.ctx, object)?;
        for index in 0..names.count {
            let name = names.take(index);
            let value = name.of(self.ctx, object)?;
            let start = self.out.len();
            if !is_first {
                self.out.push(b',');
            }
            self.string(&name.text(self.ctx)?);
            self.out.push(b':');
            if self.property(value, &Key::Name(&name))? {
                is_first = false;
            } else {
                self.out.truncate(start);
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    fn integer(&mut self, number: i32) {
        let mut digits = [0; 11];
        let mut at = digits.len();
        let mut left = number.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        if number < 0 {
            self.out.push(b'-');
        }
        self.out.extend_from_slice(&digits[at..]);
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
        with_wtf8(text, |bytes| escape(bytes, self.out));
        self.out.push(b'"');
    }
}

enum Boxed {
    Number,
    String,
    /// A boolean or a BigInt.
    Other,
}

/// The class of `{}`: QuickJS has it first.
const PLAIN_OBJECT: u32 = 1;

/// What primitive an object holds, by the number of its class.
fn boxed<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<Option<Boxed>> {
    thread_local! {
        static CLASSES: OnceCell<[u32; 4]> = const { OnceCell::new() };
    }
    if class_of(object) == PLAIN_OBJECT || object.is_array() {
        return Ok(None);
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

/// What stands as it is between quotes. Of the bytes of UTF-8, ED may begin a lone surrogate.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 0x20 {
        plain[byte] = false;
        byte += 1;
    }
    plain[b'"' as usize] = false;
    plain[b'\\' as usize] = false;
    plain[0xED] = false;
    plain
};

fn escape(bytes: &[u8], out: &mut Vec<u8>) {
    let mut start = 0;
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|&byte| !PLAIN[usize::from(byte)]) {
        at += next;
        if bytes[at] == 0xED && !is_surrogate(&bytes[at..]) {
            at += 1;
            continue;
        }
        out.extend_from_slice(&bytes[start..at]);
        at += escape_one(&bytes[at..], out);
        start = at;
    }
    out.extend_from_slice(&bytes[start..]);
}

/// How many bytes it stands for.
fn escape_one(bytes: &[u8], out: &mut Vec<u8>) -> usize {
    match bytes[0] {
        b'"' => out.extend(b"\\\""),
        b'\\' => out.extend(b"\\\\"),
        8 => out.extend(b"\\b"),
        12 => out.extend(b"\\f"),
        10 => out.extend(b"\\n"),
        13 => out.extend(b"\\r"),
        9 => out.extend(b"\\t"),
        0xED => {
            let low = u16::from(bytes[1] & 0x3F) << 6 | u16::from(bytes[2] & 0x3F);
            write!(out, "\\u{:04x}", 0xD000 | low).expect("memory");
            return 3;
        }
        byte => write!(out, "\\u{byte:04x}").expect("memory"),
    }
    1
}
