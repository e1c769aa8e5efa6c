//! From text to values, in one pass and without recursion: nesting costs memory, never the stack.
use super::scan::first_special;
use super::{names, shapes};
use rquickjs::qjs::{self, JSAtom, JSContext, JSValue};
use rquickjs::{Ctx, Error, Exception, Result, Value};

pub fn parse<'js>(ctx: &Ctx<'js>, text: &str) -> Result<Value<'js>> {
    let mut parser = Parser { ctx, text, at: 0, made: Made::new(ctx), open: Vec::new() };
    match parser.document() {
        Ok(value) => Ok(value),
        Err(Bad::Syntax) => Err(parser.syntax_error()),
        Err(Bad::Thrown) => Err(Error::Exception),
    }
}

enum Bad {
    Syntax,
    /// An exception of JavaScript's is waiting: out of memory.
    Thrown,
}

/// Values and names that belong to no object yet.
struct Made {
    ctx: *mut JSContext,
    values: Vec<JSValue>,
    names: Vec<JSAtom>,
    last_name: names::Place,
}

impl Made {
    fn new(ctx: &Ctx<'_>) -> Self {
        Made {
            ctx: ctx.as_raw().as_ptr(),
            values: Vec::new(),
            names: Vec::new(),
            last_name: names::Place::default(),
        }
    }

    fn value(&mut self, value: JSValue) -> std::result::Result<(), Bad> {
        // SAFETY: looks at the value's tag.
        if unsafe { qjs::JS_IsException(value) } {
            return Err(Bad::Thrown);
        }
        self.values.push(value);
        Ok(())
    }

    fn string(&mut self, text: &str) -> std::result::Result<(), Bad> {
        // SAFETY: QuickJS copies the text. rquickjs's own way looks at all of it once more.
        let value =
            unsafe { qjs::JS_NewStringLen(self.ctx, text.as_ptr().cast(), text.len() as _) };
        self.value(value)
    }

    fn units(&mut self, units: &[u16]) -> std::result::Result<(), Bad> {
        // SAFETY: QuickJS copies the units, lone surrogates among them, which rquickjs cannot make.
        let value = unsafe { qjs::JS_NewStringUTF16(self.ctx, units.as_ptr(), units.len() as _) };
        self.value(value)
    }

    /// The last value, a string, becomes a name.
    fn name_of_last(&mut self) {
        let text = self.values.pop().expect("a name");
        // SAFETY: the string is owned, and freed once there is an atom for it.
        unsafe {
            self.names.push(qjs::JS_ValueToAtom(self.ctx, text));
            qjs::JS_FreeValue(self.ctx, text);
        }
    }

    fn name(&mut self, text: &str) {
        self.names.push(names::atom_of(self.ctx, text, &mut self.last_name));
    }

    fn array(&mut self, first: usize) -> std::result::Result<(), Bad> {
        let values = &self.values[first..];
        // SAFETY: the array takes the values over, also where it fails.
        let array = unsafe { qjs::JS_NewArrayFrom(self.ctx, values.len() as i32, values.as_ptr()) };
        self.values.truncate(first);
        self.value(array)
    }

    fn object(&mut self, open: &Open) -> std::result::Result<(), Bad> {
        let values = &self.values[open.first_value..];
        let names = &self.names[open.first_name..];
        shapes::expect(self.ctx, names);
        let object = object_of(self.ctx, names, values);
        self.values.truncate(open.first_value);
        self.free_names(open.first_name);
        self.value(object)
    }

    fn free_names(&mut self, first: usize) {
        for name in self.names.drain(first..) {
            // SAFETY: each is owned, and forgotten here.
            unsafe { qjs::JS_FreeAtom(self.ctx, name) }
        }
    }
}

/// Takes the values over, also where it fails.
fn object_of(ctx: *mut JSContext, names: &[JSAtom], values: &[JSValue]) -> JSValue {
    let flags = qjs::JS_PROP_C_W_E as i32;
    // SAFETY: the names live; each value is owned, and given away once.
    unsafe {
        let mut object = qjs::JS_NewObject(ctx);
        for (name, value) in names.iter().zip(values) {
            if qjs::JS_IsException(object) {
                qjs::JS_FreeValue(ctx, *value);
            // Defined rather than set: `Object.prototype` has no say.
            } else if qjs::JS_DefinePropertyValue(ctx, object, *name, *value, flags) < 0 {
                qjs::JS_FreeValue(ctx, object);
                object = qjs::JS_EXCEPTION;
            }
        }
        object
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for value in self.values.drain(..) {
            // SAFETY: each is owned, and forgotten here.
            unsafe { qjs::JS_FreeValue(self.ctx, value) }
        }
        self.free_names(0);
    }
}

/// An array or an object whose end is still to come.
struct Open {
    is_object: bool,
    first_value: usize,
    first_name: usize,
}

struct Parser<'a, 'js> {
    ctx: &'a Ctx<'js>,
    text: &'a str,
    at: usize,
    made: Made,
    open: Vec<Open>,
}

impl<'js> Parser<'_, 'js> {
    fn document(&mut self) -> std::result::Result<Value<'js>, Bad> {
        loop {
            if !self.value()? {
                continue;
            }
            while !self.open.is_empty() && self.after_value()? {}
            if self.open.is_empty() {
                break;
            }
        }
        self.space();
        if self.at < self.text.len() {
            return Err(Bad::Syntax);
        }
        let value = self.made.values.pop().ok_or(Bad::Syntax)?;
        // SAFETY: the value is owned, and handed over.
        Ok(unsafe { Value::from_raw(self.ctx.clone(), value) })
    }

    /// True where a whole value was read, false where one was opened.
    fn value(&mut self) -> std::result::Result<bool, Bad> {
        self.space();
        match self.peek().ok_or(Bad::Syntax)? {
            b'{' => return self.begin(true, b'}'),
            b'[' => return self.begin(false, b']'),
            b'"' => self.string()?,
            b't' => self.word("true", qjs::JS_TRUE)?,
            b'f' => self.word("false", qjs::JS_FALSE)?,
            b'n' => self.word("null", qjs::JS_NULL)?,
            _ => self.number()?,
        }
        Ok(true)
    }

    fn begin(&mut self, is_object: bool, end: u8) -> std::result::Result<bool, Bad> {
        self.at += 1;
        self.open.push(Open {
            is_object,
            first_value: self.made.values.len(),
            first_name: self.made.names.len(),
        });
        self.space();
        if self.peek() == Some(end) {
            self.at += 1;
            self.close()?;
            return Ok(true);
        }
        if is_object {
            self.name()?;
        }
        Ok(false)
    }

    /// True where what is open was closed, and so is a value of what is around it.
    fn after_value(&mut self) -> std::result::Result<bool, Bad> {
        self.space();
        let is_object = self.open.last().is_some_and(|open| open.is_object);
        match (self.peek(), is_object) {
            (Some(b','), _) => {
                self.at += 1;
                if is_object {
                    self.space();
                    self.name()?;
                }
                Ok(false)
            }
            (Some(b'}'), true) | (Some(b']'), false) => {
                self.at += 1;
                self.close()?;
                Ok(true)
            }
            _ => Err(Bad::Syntax),
        }
    }

    fn close(&mut self) -> std::result::Result<(), Bad> {
        let open = self.open.pop().expect("something open");
        if open.is_object { self.made.object(&open) } else { self.made.array(open.first_value) }
    }

    fn name(&mut self) -> std::result::Result<(), Bad> {
        if self.peek() != Some(b'"') {
            return Err(Bad::Syntax);
        }
        let text = self.text;
        match self.plain()? {
            Some(range) => self.made.name(&text[range]),
            None => {
                self.escaped()?;
                self.made.name_of_last();
            }
        }
        self.space();
        if self.peek() != Some(b':') {
            return Err(Bad::Syntax);
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> std::result::Result<(), Bad> {
        let text = self.text;
        match self.plain()? {
            Some(range) => self.made.string(&text[range]),
            None => self.escaped(),
        }
    }

    /// The text between quotes where it has no escapes, over the closing quote.
    fn plain(&mut self) -> std::result::Result<Option<std::ops::Range<usize>>, Bad> {
        let start = self.at + 1;
        let rest = &self.text.as_bytes()[start..];
        let length = first_special(rest).ok_or(Bad::Syntax)?;
        match rest[length] {
            b'"' => {
                self.at = start + length + 1;
                Ok(Some(start..start + length))
            }
            b'\\' => Ok(None),
            _ => Err(Bad::Syntax),
        }
    }

    fn escaped(&mut self) -> std::result::Result<(), Bad> {
        let bytes = self.text.as_bytes();
        let mut units: Vec<u16> = Vec::new();
        self.at += 1;
        loop {
            let rest = &bytes[self.at..];
            let length = first_special(rest).ok_or(Bad::Syntax)?;
            units.extend(self.text[self.at..self.at + length].encode_utf16());
            self.at += length + 1;
            match rest[length] {
                b'"' => return self.made.units(&units),
                b'\\' => units.push(self.escape()?),
                _ => return Err(Bad::Syntax),
            }
        }
    }

    fn escape(&mut self) -> std::result::Result<u16, Bad> {
        let letter = self.peek().ok_or(Bad::Syntax)?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => letter.into(),
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'u' => {
                let digits = self.text.get(self.at..self.at + 4).ok_or(Bad::Syntax)?;
                if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err(Bad::Syntax);
                }
                self.at += 4;
                u16::from_str_radix(digits, 16).map_err(|_| Bad::Syntax)?
            }
            _ => return Err(Bad::Syntax),
        })
    }

    fn word(&mut self, word: &str, value: JSValue) -> std::result::Result<(), Bad> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(Bad::Syntax);
        }
        self.at += word.len();
        self.made.value(value)
    }

    fn number(&mut self) -> std::result::Result<(), Bad> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let leads_with_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (leads_with_zero && whole > 1) {
            return Err(Bad::Syntax);
        }
        let mut is_integer = whole < 10;
        if self.peek() == Some(b'.') {
            self.at += 1;
            is_integer = false;
            if self.digits() == 0 {
                return Err(Bad::Syntax);
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            is_integer = false;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(Bad::Syntax);
            }
        }
        let text = &self.text[start..self.at];
        let number = match text.parse::<i32>() {
            // Minus zero is no integer.
            Ok(number) if is_integer && number != 0 => number.into(),
            _ => text.parse::<f64>().map_err(|_| Bad::Syntax)?,
        };
        // SAFETY: makes a number, an integer where it is one.
        self.made.value(unsafe { qjs::JS_NewNumber(self.made.ctx, number) })
    }

    fn digits(&mut self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// In the words that V8 has for it: people search for them.
    fn syntax_error(&self) -> Error {
        let message = match self
            .text
            .get(self.at.min(self.text.len())..)
            .and_then(|rest| rest.chars().next())
        {
            None => "Unexpected end of JSON input".to_string(),
            Some(character) => {
                let position = self.text[..self.at].encode_utf16().count();
                format!("Unexpected token '{character}' in JSON at position {position}")
            }
        };
        Exception::throw_syntax(self.ctx, &message)
    }
}
