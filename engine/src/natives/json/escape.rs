//! Text as it stands between quotes.
use super::scan::first_special_or_wide;
use crate::values::is_surrogate;
use std::io::Write;

/// @param bytes UTF-8, in which three bytes may be a lone surrogate
pub fn quote(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    escape(bytes, out);
    out.push(b'"');
}

fn escape(bytes: &[u8], out: &mut Vec<u8>) {
    let mut start = 0;
    let mut at = 0;
    while let Some(next) = first_special_or_wide(&bytes[at..]) {
        at += next;
        at += wide(&bytes[at..]);
        let Some(&byte) = bytes.get(at) else { break };
        if byte >= 0x80 && !is_surrogate(&bytes[at..]) {
            at += 1;
            continue;
        }
        if !is_escaped(byte) {
            continue;
        }
        out.extend_from_slice(&bytes[start..at]);
        at += escape_one(&bytes[at..], out);
        start = at;
    }
    out.extend_from_slice(&bytes[start..]);
}

/// How many bytes there are before the next of ASCII, or the next that may begin a lone surrogate.
fn wide(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| byte < 0x80 || byte == 0xED).unwrap_or(bytes.len())
}

fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\' || byte == 0xED
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

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(bytes: &[u8]) -> String {
        let mut out = Vec::new();
        quote(bytes, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_what_has_to_be_is_escaped() {
        for before in ["", "a", "0123456", "01234567", "ä", "€uro", "🎯🎯", "í"] {
            for after in ["", "b", "plain text", "ü", "\u{d7ff}", "\u{ed}"] {
                let around = |what: &str| format!("{before}{what}{after}");
                let expected = |what: &str| format!("\"{before}{what}{after}\"");
                assert_eq!(quoted(around("").as_bytes()), expected(""));
                assert_eq!(quoted(around("\"").as_bytes()), expected("\\\""));
                assert_eq!(quoted(around("\\\n").as_bytes()), expected("\\\\\\n"));
                assert_eq!(quoted(around("\u{1}").as_bytes()), expected("\\u0001"));
                let lone = [before.as_bytes(), &[0xED, 0xA0, 0xBD], after.as_bytes()].concat();
                assert_eq!(quoted(&lone), expected("\\ud83d"));
            }
        }
    }
}
